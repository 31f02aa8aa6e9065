package io.drillmaster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.LogsConfig;
import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.config.TelemetryConfig.Tenant;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.flow.CamelHttp;
import io.drillmaster.kube.FakeCluster;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real VictoriaLogs, lines as fluent-bit sends them, and what goes wrong with them. */
@Tag("peers")
class VictoriaLogsPeersIT extends CamelMainTestSupport {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration MAX_AGE = Duration.ofSeconds(30);
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir Path folder;
  private final CamelHttp http = CamelHttp.standard(() -> context.createProducerTemplate());
  private final HttpClient client = HttpClient.newHttpClient();
  private RealProgram hub;

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.setRoutesIncludePattern("file:routes/http.camel.yaml");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    http.beans().forEach(registry::bind);
  }

  @BeforeEach
  void start() throws IOException {
    Path data = folder.resolve("logs");
    hub = RealProgram.start(folder, List.of("victoria-logs", "-storageDataPath=" + data));
  }

  @AfterEach
  void stop() {
    hub.close();
  }

  /** One line, with the parameters that fluent-bit's http output is given for VictoriaLogs. */
  private void send(String cluster, Instant at, String message) throws Exception {
    String line =
        "{\"date\":\"%s\",\"cluster\":\"%s\",\"stream\":\"stdout\",\"log\":\"%s\"}%n"
            .formatted(at, cluster, message);
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    hub.url()
                        + "/insert/jsonline?_stream_fields=stream,cluster"
                        + "&_msg_field=log&_time_field=date"))
            .header("Content-Type", "application/stream+json")
            .timeout(Duration.ofSeconds(5))
            .POST(BodyPublishers.ofString(line))
            .build();
    assertThat(client.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);
  }

  private LogsProbe probe(boolean nonces) {
    LogsConfig logs =
        new LogsConfig(
            URI.create(hub.url()),
            "cluster",
            List.of("spoke"),
            new Tenant(0, 0),
            false,
            Optional.empty());
    List<String> senders = nonces ? List.of("spoke") : List.of();
    ProbeSettings settings =
        new ProbeSettings(
            true,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Map.of(
                "maxAge", MAX_AGE,
                "lookBack", Duration.ofHours(1),
                "queryTime", Duration.ofSeconds(5),
                "window", Duration.ofSeconds(60),
                "clockSkew", Duration.ofSeconds(5)));
    return new LogsProbe(
        new FakeCluster(),
        new TelemetryConfig(
            Optional.empty(),
            Optional.of(logs),
            new NonceConfig(false, senders, Duration.ofSeconds(10))),
        http,
        settings,
        CLOCK);
  }

  private static Judgement judge(LogsProbe probe) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10), CLOCK);
    return probe.judge(
        probe.discover().subjects().get(0), new ProbeContext(CLOCK, deadline, CLOCK.instant()));
  }

  private static List<String> codes(LogsProbe probe) {
    return MetricsProbeTest.findings(judge(probe)).stream().map(Finding::code).toList();
  }

  private void awaitCode(LogsProbe probe, String code) {
    await().atMost(SOON).untilAsserted(() -> assertThat(codes(probe)).contains(code));
  }

  private void awaitHealth(LogsProbe probe) {
    await().atMost(SOON).untilAsserted(() -> assertThat(codes(probe)).isEmpty());
  }

  @Test
  void theNewestLineOfTheSpokeIsSeenAmongOthers() throws Exception {
    LogsProbe probe = probe(false);
    Instant newest = CLOCK.instant().minusSeconds(3);
    send("spoke", newest.minusSeconds(600), "older");
    send("spoke-old", CLOCK.instant(), "of another, and newer");
    send("spoke", newest, "newest");
    awaitHealth(probe);
    assertThat(judge(probe).measurements())
        .filteredOn(m -> m.measure().equals(MetricsProbe.NEWEST))
        .singleElement()
        .satisfies(
            m -> assertThat(m.value()).isCloseTo(newest.toEpochMilli() / 1000.0, offset(0.01)));
  }

  @Test
  void nothingOldAndUnderAnotherNameAreToldApart() throws Exception {
    LogsProbe probe = probe(false);
    awaitCode(probe, "lines-missing");
    send("spoke", CLOCK.instant().minusSeconds(300), "old");
    awaitCode(probe, "lines-old");
    send("spoke-old", CLOCK.instant(), "under another name");
    awaitCode(probe, "lines-mislabelled");
    send("spoke", CLOCK.instant(), "here again");
    awaitHealth(probe);
  }

  @Test
  void nonceLinesAreFoundAndAnOldOneIsNotEnough() throws Exception {
    LogsProbe probe = probe(true);
    send("spoke", CLOCK.instant(), "something else");
    Instant span = Nonce.span(CLOCK.instant(), Duration.ofSeconds(10));
    Instant old = span.minusSeconds(50);
    send("spoke", CLOCK.instant(), new Nonce(old, old).line());
    awaitCode(probe, "nonce-old");
    send("spoke", CLOCK.instant(), new Nonce(span, span).line());
    await().atMost(SOON).untilAsserted(() -> assertThat(codes(probe)).doesNotContain("nonce-old"));
    assertThat(judge(probe).measurements()).anyMatch(m -> m.measure().equals(NonceProof.NEWEST));
  }

  @Test
  void aStoreThatIsGoneIsNoticed() throws Exception {
    LogsProbe probe = probe(false);
    hub.close();
    awaitCode(probe, "http-connect");
  }
}
