package io.drillmaster.telemetry;

import static io.drillmaster.telemetry.FakeStores.series;
import static io.drillmaster.telemetry.FakeStores.vector;
import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.config.SecretReference;
import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.MetricsConfig;
import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.http.HttpFailureException.Kind;
import io.drillmaster.kube.FakeCluster;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MetricsProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:02:00Z");
  private static final String NEWEST = "max(tlast_over_time";
  private static final String OTHERS = "by (cluster)";
  private static final String REQUESTS = "by (status_code)";
  private static final String DROPPED = "packets_dropped";
  private static final String PENDING = "min_over_time";
  private static final String NONCES = "drillmaster_nonce";

  private final TickingClock clock = new TickingClock(NOW);
  private final FakeStores store = new FakeStores(clock);
  private Optional<SecretReference> token = Optional.empty();
  private List<String> expect = List.of();

  @BeforeEach
  void everythingIsWell() {
    newest(NOW.minusSeconds(20));
    store.answer(REQUESTS, vector(series("\"status_code\":\"2XX\"", 40)));
    store.answer(PENDING, vector(series("", 0)));
  }

  private void newest(Instant at) {
    store.answer(NEWEST, vector(series("", at)));
  }

  static ProbeSettings settings() {
    return new ProbeSettings(
        true,
        Duration.ofSeconds(30),
        Duration.ofSeconds(20),
        Map.of(
            "maxAge", Duration.ofMinutes(2),
            "lookBack", Duration.ofHours(1),
            "queryTime", Duration.ofSeconds(2),
            "window", Duration.ofMinutes(10),
            "clockSkew", Duration.ofSeconds(30)));
  }

  private MetricsProbe probe() {
    MetricsConfig metrics =
        new MetricsConfig(
            URI.create("http://hub:8429"), "cluster", List.of("apps"), "up", true, token);
    NonceConfig nonce = new NonceConfig(false, expect, Duration.ofMinutes(1));
    return new MetricsProbe(
        new FakeCluster(),
        new TelemetryConfig(Optional.of(metrics), Optional.empty(), nonce),
        store,
        settings(),
        clock);
  }

  private Judgement judge() {
    return judge(probe());
  }

  private Judgement judge(MetricsProbe probe) {
    Subject<String> apps = probe.discover().subjects().get(0);
    Deadline deadline = Deadline.in(Duration.ofSeconds(20), clock);
    return probe.judge(apps, new ProbeContext(clock, deadline, clock.instant()));
  }

  private static Finding only(Judgement judgement) {
    List<Finding> all = findings(judgement);
    assertThat(all).hasSize(1);
    return all.get(0);
  }

  static List<Finding> findings(Judgement judgement) {
    return judgement.checks().stream().map(Check::finding).flatMap(Optional::stream).toList();
  }

  private static void is(Finding finding, Status severity, String code) {
    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(finding.next()).startsWith("curl -sG http://hub:8429/api/v1/query");
    assertThat(Path.of(finding.runbook())).exists();
  }

  @Test
  void freshSamplesAreGood() {
    Judgement judgement = judge();
    assertThat(findings(judgement)).isEmpty();
    assertThat(judgement.checks())
        .extracting(Check::name)
        .containsExactly("query", "clock", "age", "dropped", "writes", "queue");
    assertThat(judgement.measurements()).extracting(m -> m.measure().name()).hasSize(2);
  }

  @Test
  void theAgeIsThatOfTheRawSampleAndNeverHiddenByTheStore() {
    judge();
    String query = store.asked().get(0).uri().getQuery();
    assertThat(query)
        .contains("tlast_over_time(up{cluster=\"apps\"}[7200s])", "nocache=1", "latency_offset=0s");
    assertThat(query).doesNotContain("step=");
  }

  @Test
  void anAgentThatDiedIsSeenAlthoughItsLastValuesStand() {
    newest(NOW.minusSeconds(121));
    Finding finding = only(judge());
    is(finding, Status.CRITICAL, "samples-old");
    assertThat(finding.observed()).isEqualTo("the newest sample is from 2m 01s ago");
  }

  @Test
  void noSampleAtAllIsNoSuccess() {
    store.answer(NEWEST, FakeStores.EMPTY);
    is(only(judge()), Status.CRITICAL, "samples-missing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"cluster\":\"app\""})
  void samplesUnderAnotherNameOrNoneAreToldApart(String labels) {
    store.answer(NEWEST, FakeStores.EMPTY);
    store.answer(OTHERS, vector(series(labels, 12)));
    Finding finding = only(judge());
    is(finding, Status.CRITICAL, "samples-mislabelled");
    assertThat(finding.observed()).contains(labels.isEmpty() ? "12 without a name" : "12 of app");
  }

  @Test
  void samplesThatLostTheirNameAWhileAgoAreToldApartToo() {
    newest(NOW.minusSeconds(600));
    store.answer(OTHERS, vector(series("", 12)));
    is(only(judge()), Status.CRITICAL, "samples-mislabelled");
  }

  @Test
  void whatOthersWroteIsOnlyShownWhereItIsAName() {
    store.answer(NEWEST, FakeStores.EMPTY);
    store.answer(OTHERS, vector(series("\"cluster\":\"<script>\"", 1)));
    assertThat(only(judge()).observed()).doesNotContain("script").contains("another name");
  }

  @Test
  void samplesFromTheFutureHideADeath() {
    newest(NOW.plusSeconds(300));
    is(only(judge()), Status.WARNING, "samples-from-future");
  }

  @Test
  void aPartialAnswerProvesNothing() {
    store.answer(NEWEST, FakeStores.EMPTY.replaceFirst("\\{", "{\"isPartial\":true,"));
    List<Finding> findings = findings(judge());
    is(findings.get(0), Status.WARNING, "answer-partial");
    is(findings.get(1), Status.UNKNOWN, "samples-missing");
  }

  @Test
  void aSlowAnswerIsAWarning() {
    store.takes(Duration.ofMillis(2100));
    is(only(judge()), Status.WARNING, "query-slow");
  }

  @Test
  void aStoreWithAnotherTimeIsSaid() {
    store.clockIsAheadBy(Duration.ofMinutes(5));
    is(only(judge()), Status.WARNING, "store-clock-skew");
  }

  @ParameterizedTest
  @CsvSource({
    "DNS,CRITICAL,http-dns", "CONNECT,CRITICAL,http-connect", "TLS,CRITICAL,http-tls",
    "TIMEOUT,CRITICAL,http-timeout", "CUT,CRITICAL,http-cut", "TOO_BIG,UNKNOWN,http-too-big",
    "OTHER,UNKNOWN,http-error"
  })
  void aStoreThatDoesNotAnswerIsAFinding(Kind kind, Status severity, String code) {
    store.fails(kind);
    is(only(judge()), severity, code);
  }

  @ParameterizedTest
  @CsvSource({
    "401,UNKNOWN,http-refused", "403,UNKNOWN,http-refused", "404,UNKNOWN,http-status",
    "422,UNKNOWN,http-status", "302,UNKNOWN,http-status", "500,CRITICAL,http-server-error",
    "503,CRITICAL,http-server-error"
  })
  void anotherStatusIsAFinding(int status, Status severity, String code) {
    store.status(status);
    is(only(judge()), severity, code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<!DOCTYPE html><title>Log in</title>",
        "",
        "{}",
        "[]",
        "{\"status\":\"success\",\"data\":{\"result\":[",
        "{\"status\":\"error\",\"errorType\":\"422\",\"error\":\"s3cr3t\"}",
        "{\"status\":\"success\",\"data\":{\"result\":{}}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{}}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1]}]}}",
        "{\"status\":\"success\",\"data\":{\"result\":[{\"metric\":{},\"value\":[1,\"x\"]}]}}"
      })
  void anAnswerThatIsNotTheApisIsNeverGreen(String body) {
    store.answer(NEWEST, body);
    Finding finding = only(judge());
    is(finding, Status.UNKNOWN, body.startsWith("<") ? "http-html" : "http-not-understood");
    assertThat(finding.toString()).doesNotContain("s3cr3t", "Log in");
  }

  @Test
  void whatVmagentDropsIsSeenWhileItIsUp() {
    store.answer(
        DROPPED, vector(series("\"__name__\":\"vmagent_remotewrite_packets_dropped_total\"", 7)));
    Finding finding = only(judge());
    is(finding, Status.CRITICAL, "samples-dropped");
    assertThat(finding.observed()).isEqualTo("7 counted");
  }

  @Test
  void writesThatTheHubRefusesAreSeen() {
    store.answer(
        REQUESTS,
        vector(
            series("\"status_code\":\"2XX\"", 40),
            series("\"status_code\":\"429\"", 3),
            series("\"status_code\":\"503\"", 0)));
    Finding finding = only(judge());
    is(finding, Status.WARNING, "writes-refused");
    assertThat(finding.observed()).isEqualTo("refused with 429");
  }

  @Test
  void aQueueThatGrowsIsSeenAndOneThatDrainsIsNot() {
    String before = "time=" + NOW.minusSeconds(300).getEpochSecond();
    store.answer(PENDING, vector(series("", 90_000))).answer(before, vector(series("", 10_000)));
    is(only(judge()), Status.WARNING, "writes-pending");
    store.answer(before, vector(series("", 200_000)));
    assertThat(findings(judge())).isEmpty();
  }

  @Test
  void countersThatAreNotThereAreNoGoodNews() {
    store.answer(REQUESTS, FakeStores.EMPTY);
    is(only(judge()), Status.UNKNOWN, "shipper-unseen");
  }

  @Test
  void countersThatAreNotThereAreNoNewsWhereNothingArrives() {
    newest(NOW.minusSeconds(900));
    store.answer(REQUESTS, FakeStores.EMPTY);
    is(only(judge()), Status.CRITICAL, "samples-old");
  }

  @Test
  void theTokenIsReadForEachQuestionAndWhereThereIsNoneItIsSaid(@TempDir Path folder)
      throws Exception {
    Path file = Files.writeString(folder.resolve("token"), "s3cr3t\n");
    token = Optional.of(new SecretReference.OfFile(file));
    assertThat(findings(judge())).isEmpty();
    assertThat(store.asked().get(0).bearer().orElseThrow().reveal()).isEqualTo("s3cr3t");
    Files.delete(file);
    is(only(judge()), Status.UNKNOWN, "token-unreadable");
  }

  private void nonces(String... values) {
    StringBuilder issued = new StringBuilder();
    StringBuilder first = new StringBuilder();
    for (String value : values) {
      String[] both = value.split("/");
      long at = Instant.parse("2026-11-22T" + both[0] + ":00Z").getEpochSecond();
      long start = Instant.parse("2026-11-22T" + both[1] + ":00Z").getEpochSecond();
      issued.append(",[%d.5,\"%d\"]".formatted(at, at));
      first.append(",[%d.5,\"%d\"]".formatted(at, start));
    }
    String raw =
        "{\"metric\":{\"__name__\":\"drillmaster_nonce_%s\",\"pod\":\"a\"},\"values\":[%s]}";
    store.answer(
        NONCES,
        vector(
            raw.formatted("timestamp_seconds", issued.substring(1)),
            raw.formatted("first_timestamp_seconds", first.substring(1))));
  }

  @Test
  void noncesThatArriveOneAfterTheOtherAreGood() {
    expect = List.of("apps");
    nonces("13:59/10:00", "14:00/10:00", "14:01/10:00");
    Judgement judgement = judge();
    assertThat(findings(judgement)).isEmpty();
    assertThat(judgement.measurements())
        .anySatisfy(
            m -> {
              assertThat(m.measure().name()).isEqualTo("telemetry_nonce_delay_seconds");
              assertThat(m.value()).isEqualTo(60);
            });
  }

  @Test
  void aNonceThatIsMissingBetweenOthersIsLost() {
    expect = List.of("apps");
    nonces("13:57/10:00", "13:58/10:00", "14:01/10:00");
    Finding finding = only(judge());
    is(finding, Status.WARNING, "nonces-lost");
    assertThat(finding.observed()).isEqualTo("2 of 5 lost");
  }

  @Test
  void whatWasNotSentBetweenTwoLivesIsNotLost() {
    expect = List.of("apps");
    nonces("13:55/10:00", "13:56/10:00", "14:00/14:00", "14:01/14:00");
    assertThat(findings(judge())).isEmpty();
  }

  @Test
  void aNonceThatDoesNotChangeIsOld() {
    expect = List.of("apps");
    nonces("13:58/10:00");
    is(only(judge()), Status.CRITICAL, "nonce-old");
  }

  @Test
  void noNonceIsAFindingOnceItHadItsTime() {
    expect = List.of("apps");
    MetricsProbe probe = probe();
    assertThat(findings(judge(probe))).isEmpty();
    clock.advance(Duration.ofMinutes(2).plusSeconds(1));
    newest(clock.instant());
    is(only(judge(probe)), Status.CRITICAL, "nonce-missing");
  }

  @Test
  void aNonceFromTheFutureIsNotBelieved() {
    expect = List.of("apps");
    nonces("14:09/10:00");
    is(only(judge()), Status.WARNING, "nonce-from-future");
  }
}
