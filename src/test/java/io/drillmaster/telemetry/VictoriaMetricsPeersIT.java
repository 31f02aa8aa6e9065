package io.drillmaster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.MetricsConfig;
import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.flow.CamelHttp;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.JsonValue;
import io.drillmaster.kube.FakeCluster;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real VictoriaMetrics with its defaults as hub, a real vmagent in the spoke, and between them
 * what goes wrong with them.
 */
@Tag("peers")
class VictoriaMetricsPeersIT extends CamelMainTestSupport {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration MAX_AGE = Duration.ofSeconds(6);

  @TempDir Path folder;
  private final CamelHttp http = CamelHttp.standard(() -> context.createProducerTemplate());
  private final List<AutoCloseable> open = new ArrayList<>();
  private RealProgram hub;

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.setRoutesIncludePattern("file:routes/http.camel.yaml");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    http.beans().forEach(registry::bind);
  }

  @AfterEach
  void close() throws Exception {
    for (int i = open.size() - 1; i >= 0; i--) {
      open.get(i).close();
    }
  }

  private <T extends AutoCloseable> T closing(T part) {
    open.add(part);
    return part;
  }

  private void startHub() throws IOException {
    Path data = Files.createDirectory(folder.resolve("hub"));
    hub =
        closing(RealProgram.start(folder, List.of("victoria-metrics", "-storageDataPath=" + data)));
  }

  /** Scrapes itself and the page of a daemon that sends nonces, each second. */
  private RealProgram startAgent(String write, String labels) throws IOException {
    Nonces nonces = closing(Nonces.start(Duration.ofSeconds(2), CLOCK));
    HttpServer page =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    page.createContext(
        "/metrics",
        exchange -> {
          String text =
              "drillmaster_%s %d%ndrillmaster_%s %d%n"
                  .formatted(
                      Nonces.ISSUED, (long) nonces.issued(), Nonces.FIRST, (long) nonces.first());
          exchange.sendResponseHeaders(200, text.length());
          exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
          exchange.close();
        });
    page.start();
    closing(() -> page.stop(0));
    int own = RealProgram.freePort();
    Path scrape =
        Files.writeString(
            folder.resolve("scrape.yml"),
            """
            global: {scrape_interval: 1s, external_labels: {%s}}
            scrape_configs:
              - job_name: daemon
                static_configs: [{targets: ["127.0.0.1:%d"]}]
              - job_name: vmagent
                static_configs: [{targets: ["127.0.0.1:%d"]}]
            """
                .formatted(labels, page.getAddress().getPort(), own));
    return closing(
        RealProgram.start(
            folder,
            List.of(
                "vmagent",
                "-promscrape.config=" + scrape,
                "-remoteWrite.url=" + write + "/api/v1/write",
                "-remoteWrite.tmpDataPath=" + folder.resolve("queue"),
                "-remoteWrite.flushInterval=100ms"),
            own));
  }

  private MetricsProbe probe() {
    MetricsConfig metrics =
        new MetricsConfig(
            URI.create(hub.url()), "cluster", List.of("spoke"), "up", true, Optional.empty());
    NonceConfig nonce = new NonceConfig(false, List.of("spoke"), Duration.ofSeconds(2));
    ProbeSettings settings =
        new ProbeSettings(
            true,
            Duration.ofSeconds(1),
            Duration.ofSeconds(10),
            Map.of(
                "maxAge", MAX_AGE,
                "lookBack", Duration.ofHours(1),
                "queryTime", Duration.ofSeconds(2),
                "window", Duration.ofSeconds(20),
                "clockSkew", Duration.ofSeconds(5)));
    return new MetricsProbe(
        new FakeCluster(),
        new TelemetryConfig(Optional.of(metrics), Optional.empty(), nonce),
        http,
        settings,
        CLOCK);
  }

  private static Judgement judge(MetricsProbe probe) {
    Deadline deadline = Deadline.in(Duration.ofSeconds(10), CLOCK);
    return probe.judge(
        probe.discover().subjects().get(0), new ProbeContext(CLOCK, deadline, CLOCK.instant()));
  }

  private static List<String> codes(MetricsProbe probe) {
    return MetricsProbeTest.findings(judge(probe)).stream().map(Finding::code).toList();
  }

  private void awaitHealth(MetricsProbe probe) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(
            () -> {
              Judgement judgement = judge(probe);
              assertThat(MetricsProbeTest.findings(judgement)).isEmpty();
              assertThat(judgement.measurements())
                  .anyMatch(m -> m.measure().equals(NonceProof.NEWEST));
            });
  }

  private void awaitCode(MetricsProbe probe, String code) {
    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(() -> assertThat(codes(probe)).contains(code));
  }

  /** What a dashboard asks. */
  private boolean anInstantQueryStillSaysUp() {
    String query = URLEncoder.encode("up{cluster=\"spoke\"} == 1", StandardCharsets.UTF_8);
    URI uri = URI.create(hub.url() + "/api/v1/query?nocache=1&query=" + query);
    JsonValue answer =
        http.send(HttpAsk.get(uri), Deadline.in(Duration.ofSeconds(5), CLOCK)).json().orElseThrow();
    return !answer.items("data", "result").isEmpty();
  }

  @Test
  void anAgentThatIsKilledIsNoticedWhileTheHubStillSaysUp() throws Exception {
    startHub();
    RealProgram agent = startAgent(hub.url(), "cluster: spoke");
    MetricsProbe probe = probe();
    awaitHealth(probe);
    await()
        .during(Duration.ofSeconds(4))
        .atMost(Duration.ofSeconds(8))
        .untilAsserted(() -> assertThat(codes(probe)).isEmpty());
    agent.signal("KILL");
    awaitCode(probe, "samples-old");
    awaitCode(probe, "nonce-old");
    assertThat(anInstantQueryStillSaysUp()).isTrue();
  }

  @Test
  void anAgentThatIsStoppedIsNoticedAndGoodAgainWhenItGoesOn() throws Exception {
    startHub();
    RealProgram agent = startAgent(hub.url(), "cluster: spoke");
    MetricsProbe probe = probe();
    awaitHealth(probe);
    agent.signal("STOP");
    awaitCode(probe, "samples-old");
    assertThat(anInstantQueryStillSaysUp()).isTrue();
    agent.signal("CONT");
    await()
        .atMost(Duration.ofSeconds(25))
        .untilAsserted(() -> assertThat(codes(probe)).doesNotContain("samples-old", "nonce-old"));
  }

  @Test
  void anAgentThatIsCutOffIsNoticed() throws Exception {
    startHub();
    TcpRelay line = closing(new TcpRelay(URI.create(hub.url()).getPort()));
    startAgent(line.url(), "cluster: spoke");
    MetricsProbe probe = probe();
    awaitHealth(probe);
    line.close();
    awaitCode(probe, "samples-old");
    assertThat(anInstantQueryStillSaysUp()).isTrue();
  }

  @Test
  void samplesThatLostTheirNameOrHaveAnotherAreToldApart() throws Exception {
    startHub();
    MetricsProbe probe = probe();
    awaitCode(probe, "samples-missing");
    startAgent(hub.url(), "cluster: spoke-old");
    awaitCode(probe, "samples-mislabelled");
  }

  @Test
  void aHubThatIsGoneOrNoVictoriaMetricsIsNoticed() throws Exception {
    startHub();
    MetricsProbe probe = probe();
    hub.close();
    awaitCode(probe, "http-connect");
  }
}
