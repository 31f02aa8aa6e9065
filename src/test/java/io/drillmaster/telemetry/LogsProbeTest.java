package io.drillmaster.telemetry;

import static io.drillmaster.telemetry.FakeStores.series;
import static io.drillmaster.telemetry.FakeStores.vector;
import static io.drillmaster.telemetry.MetricsProbeTest.findings;
import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.LogsConfig;
import io.drillmaster.config.TelemetryConfig.MetricsConfig;
import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.config.TelemetryConfig.Tenant;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.kube.FakeCluster;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogsProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:02:00Z");
  private static final String NEWEST = "query=\"cluster\":=\"apps\"&";
  private static final String OTHERS = "stats by";
  private static final String COUNTERS = "fluentbit_input";

  private final TickingClock clock = new TickingClock(NOW);
  private final FakeStores store = new FakeStores(clock);
  private List<String> expect = List.of();

  @BeforeEach
  void everythingIsWell() {
    newest(NOW.minusSeconds(20));
    counters(120, 119, 0, 0);
  }

  private void newest(Instant at) {
    store.answer(NEWEST, "{\"_time\":\"%s\",\"_msg\":\"x\",\"cluster\":\"apps\"}\n".formatted(at));
  }

  private void counters(int taken, int shipped, int dropped, int errors) {
    store.answer(
        COUNTERS,
        vector(
            counter("input_records", taken),
            counter("output_proc_records", shipped),
            counter("output_dropped_records", dropped),
            counter("output_errors", errors)));
  }

  private static String counter(String name, int value) {
    return series("\"__name__\":\"fluentbit_%s_total\"".formatted(name), value);
  }

  private LogsProbe probe() {
    MetricsConfig metrics =
        new MetricsConfig(
            URI.create("http://hub:8429"),
            "cluster",
            List.of("apps"),
            "up",
            true,
            Optional.empty());
    LogsConfig logs =
        new LogsConfig(
            URI.create("http://hub:9428"),
            "cluster",
            List.of("apps"),
            new Tenant(12, 7),
            true,
            Optional.empty());
    NonceConfig nonce = new NonceConfig(false, expect, Duration.ofMinutes(1));
    return new LogsProbe(
        new FakeCluster(),
        new TelemetryConfig(Optional.of(metrics), Optional.of(logs), nonce),
        store,
        MetricsProbeTest.settings(),
        clock);
  }

  private Judgement judge() {
    LogsProbe probe = probe();
    Subject<String> apps = probe.discover().subjects().get(0);
    Deadline deadline = Deadline.in(Duration.ofSeconds(20), clock);
    return probe.judge(apps, new ProbeContext(clock, deadline, NOW));
  }

  private static void isOnly(Judgement judgement, Status severity, String code) {
    List<Finding> all = findings(judgement);
    assertThat(all).extracting(Finding::code).containsExactly(code);
    assertThat(all.get(0).severity()).isEqualTo(severity);
    assertThat(all.get(0).next()).startsWith("curl -sG http://hub:");
    assertThat(Path.of(all.get(0).runbook())).exists();
  }

  @Test
  void freshLinesAreGood() {
    Judgement judgement = judge();
    assertThat(findings(judgement)).isEmpty();
    assertThat(judgement.checks())
        .extracting(Check::name)
        .containsExactly("query", "clock", "age", "shipped", "dropped", "retries");
  }

  @Test
  void theQuestionIsExactBoundedAndOfTheTenant() {
    judge();
    var ask = store.asked().get(0);
    assertThat(ask.headers()).containsEntry("AccountID", "12").containsEntry("ProjectID", "7");
    assertThat(ask.uri().getQuery())
        .contains("\"cluster\":=\"apps\"", "start=2026-11-22T13:02:00Z", "limit=1");
  }

  @Test
  void linesThatStoppedAreOld() {
    newest(NOW.minusSeconds(121));
    isOnly(judge(), Status.CRITICAL, "lines-old");
  }

  @Test
  void anEmptyAnswerIsNoSuccess() {
    store.answer(NEWEST, "");
    isOnly(judge(), Status.CRITICAL, "lines-missing");
  }

  @Test
  void linesWithoutTheNameAreToldApart() {
    store.answer(NEWEST, "");
    store.answer(OTHERS, "{\"cluster\":\"\",\"lines\":\"42\"}\n");
    Judgement judgement = judge();
    isOnly(judgement, Status.CRITICAL, "lines-mislabelled");
    assertThat(findings(judgement).get(0).observed()).contains("42 without a name");
  }

  @Test
  void linesFromTheFutureAreAWarning() {
    newest(NOW.plusSeconds(600));
    isOnly(judge(), Status.WARNING, "lines-from-future");
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>Log in</html>", "{\"_time\":", "[1]", "error: x", "{}x"})
  void anAnswerThatIsNoJsonLinesIsNeverGreen(String body) {
    store.answer(NEWEST, body);
    isOnly(judge(), Status.UNKNOWN, body.startsWith("<") ? "http-html" : "http-not-understood");
  }

  @Test
  void aLineWithoutATimeProvesNothing() {
    store.answer(NEWEST, "{\"_time\":\"yesterday\"}\n");
    isOnly(judge(), Status.CRITICAL, "lines-missing");
  }

  @Test
  void aShipperThatTakesAndDoesNotShipIsSeen() {
    counters(500, 0, 0, 0);
    isOnly(judge(), Status.CRITICAL, "lines-not-shipped");
  }

  @Test
  void droppedLinesAreSeen() {
    counters(500, 400, 100, 0);
    isOnly(judge(), Status.CRITICAL, "lines-dropped");
  }

  @Test
  void errorsThatAreTriedAgainAreAWarning() {
    counters(500, 500, 0, 3);
    isOnly(judge(), Status.WARNING, "shipping-errors");
  }

  @Test
  void countersThatAreNotThereAreNoGoodNews() {
    store.answer(COUNTERS, FakeStores.EMPTY);
    isOnly(judge(), Status.UNKNOWN, "shipper-unseen");
  }

  @Test
  void aMetricsStoreThatFailsLeavesTheLinesAsTheyAre() {
    store.answer(COUNTERS, "<html>");
    isOnly(judge(), Status.UNKNOWN, "http-html");
  }

  /**
   * What VictoriaLogs 1.26.0 really answers to these questions; the group without a name has no
   * field.
   */
  @Test
  void realAnswersAreUnderstood() {
    store.answer(
        NEWEST,
        """
        {"_time":"2026-11-22T14:01:48.123Z","_stream_id":"0000000c000000077536055d725876d046881c8662f65f6d","_stream":"{app=\\"x\\"}","_msg":"hello","app":"x","cluster":"apps"}
        """);
    assertThat(findings(judge())).isEmpty();
    store.answer(NEWEST, "");
    store.answer(
        OTHERS,
        """
        {"cluster":"ahead","lines":"1"}
        {"lines":"2"}
        """);
    Judgement judgement = judge();
    isOnly(judgement, Status.CRITICAL, "lines-mislabelled");
    assertThat(findings(judgement).get(0).observed()).endsWith("2 without a name, 1 of ahead");
  }

  @Test
  void noncesAreReadOutOfLinesWhateverStandsAroundThem() {
    expect = List.of("apps");
    StringBuilder lines = new StringBuilder();
    for (int minute = 57; minute <= 61; minute++) {
      Instant issued = Instant.parse("2026-11-22T13:00:00Z").plusSeconds(60L * minute);
      String line = new Nonce(Instant.parse("2026-11-22T10:00:00Z"), issued).line();
      if (minute != 59) {
        lines.append("{\"_msg\":\"2026 INFO  Nonces - %s\"}\n".formatted(line));
      }
    }
    store.answer(Nonce.WORD, lines.toString());
    isOnly(judge(), Status.WARNING, "nonces-lost");
  }
}
