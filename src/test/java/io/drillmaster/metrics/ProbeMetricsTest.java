package io.drillmaster.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ProbeMetricsTest {
  private static final Instant T0 = Instant.parse("2026-11-22T14:00:00Z");
  private static final Target N8N = new Target("east", "volsync", "business", "n8n");
  private static final Target ODOO = new Target("east", "volsync", "business", "odoo");

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final ProbeMetrics metrics = new ProbeMetrics(registry);
  private final StatusBoard board = new StatusBoard();

  ProbeMetricsTest() {
    board.addListener(metrics);
  }

  private Exposition page() {
    return Exposition.parse(registry.scrape());
  }

  private void publish(Target target, Instant at, List<Check> checks, Measurement... measured) {
    board.publish(
        new ProbeResult(
            "volsync", target, checks, List.of(measured), at, Duration.ofMillis(1500), List.of()));
  }

  private static List<Check> good() {
    return List.of(Check.passed("age", "8h", "1h"));
  }

  private static List<Check> bad(String... codes) {
    return Set.of(codes).stream()
        .map(code -> Check.failed(code, Finding.critical(code, "It is bad.")))
        .toList();
  }

  private double value(String name, Target target) {
    return page().samples(name).stream()
        .filter(s -> s.labels().get("target").equals(target.path()))
        .findFirst()
        .orElseThrow()
        .value();
  }

  @Test
  void tellsTheStatusTheDurationAndTheTimesOfALook() {
    publish(N8N, T0, good());
    double end = T0.getEpochSecond() + 1.5;
    assertThat(value("drillmaster_probe_status", N8N)).isZero();
    assertThat(value("drillmaster_probe_success", N8N)).isOne();
    assertThat(value("drillmaster_probe_duration_seconds", N8N)).isEqualTo(1.5);
    assertThat(value("drillmaster_probe_last_run_timestamp_seconds", N8N)).isEqualTo(end);
    assertThat(value("drillmaster_probe_last_success_timestamp_seconds", N8N)).isEqualTo(end);
  }

  @Test
  void theTimeOfTheLastSuccessStandsStillWhileTheTargetIsBad() {
    publish(N8N, T0, good());
    publish(N8N, T0.plusSeconds(60), bad("sync-overdue"));
    assertThat(value("drillmaster_probe_status", N8N)).isEqualTo(Status.CRITICAL.code());
    assertThat(value("drillmaster_probe_success", N8N)).isZero();
    assertThat(value("drillmaster_probe_last_success_timestamp_seconds", N8N))
        .isEqualTo(T0.getEpochSecond() + 1.5);
    assertThat(value("drillmaster_probe_last_run_timestamp_seconds", N8N))
        .isEqualTo(T0.getEpochSecond() + 61.5);
  }

  @Test
  void aTargetThatWasNeverGoodHasNoTimeOfSuccess() {
    publish(N8N, T0, bad("never-synced"));
    assertThat(page().samples("drillmaster_probe_last_success_timestamp_seconds")).isEmpty();
  }

  @Test
  void aFindingIsThereWhileItHoldsAndGoneAfterwards() {
    publish(N8N, T0, bad("sync-overdue", "stale-lock"));
    publish(ODOO, T0, bad("sync-overdue"));
    assertThat(codes(N8N)).containsExactlyInAnyOrder("sync-overdue", "stale-lock");
    publish(N8N, T0.plusSeconds(1), bad("stale-lock"));
    assertThat(codes(N8N)).containsExactly("stale-lock");
    assertThat(codes(ODOO)).containsExactly("sync-overdue");
    publish(N8N, T0.plusSeconds(2), good());
    assertThat(codes(N8N)).isEmpty();
    assertThat(codes(ODOO)).containsExactly("sync-overdue");
  }

  private List<String> codes(Target target) {
    return page().samples("drillmaster_finding").stream()
        .filter(s -> s.labels().get("target").equals(target.path()))
        .map(s -> s.labels().get("code"))
        .toList();
  }

  @Test
  void looksAreCountedByTheirStatus() {
    publish(N8N, T0, good());
    publish(N8N, T0.plusSeconds(1), good());
    publish(N8N, T0.plusSeconds(2), bad("mover-failed"));
    Map<String, Double> counts =
        page().samples("drillmaster_probe_runs_total").stream()
            .collect(Collectors.toMap(s -> s.labels().get("status"), Exposition.Sample::value));
    assertThat(counts)
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("OK", 2.0, "WARNING", 0.0, "CRITICAL", 1.0, "UNKNOWN", 0.0));
  }

  @Test
  void whatAProbeMeasuredBecomesAMetricAndStaysWhileNobodyCanLook() {
    publish(N8N, T0, good(), Measure.LAST_SUCCESS.of(T0), Measure.SIZE.of(1024));
    publish(N8N, T0.plusSeconds(1), bad("api-timeout"));
    var last = page().samples("drillmaster_backup_last_success_timestamp_seconds");
    assertThat(last).hasSize(1);
    assertThat(last.get(0).value()).isEqualTo(T0.getEpochSecond());
    assertThat(last.get(0).labels())
        .isEqualTo(
            Map.of("cluster", "east", "kind", "volsync", "namespace", "business", "name", "n8n"));
    assertThat(page().samples("drillmaster_backup_size_bytes").get(0).value()).isEqualTo(1024);
  }

  @Test
  void everythingOfARetiredTargetVanishesAndNothingOfOthers() {
    publish(N8N, T0, bad("sync-overdue"), Measure.SIZE.of(1));
    publish(ODOO, T0, good(), Measure.SIZE.of(2));
    board.retain("east", "volsync", Set.of(ODOO));
    assertThat(page().samples())
        .isNotEmpty()
        .allSatisfy(s -> assertThat(s.labels().values()).doesNotContain("n8n", "business/n8n"));
    assertThat(page().samples("drillmaster_backup_size_bytes")).hasSize(1);
  }

  @Test
  void aStandingOfAnEarlierProcessIsShownButNotCounted() {
    publish(N8N, T0, good());
    PrometheusMeterRegistry later = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    new ProbeMetrics(later).show(board.standings().get(0));
    Exposition page = Exposition.parse(later.scrape());
    assertThat(page.samples("drillmaster_probe_last_run_timestamp_seconds")).hasSize(1);
    assertThat(page.samples("drillmaster_probe_runs_total")).isEmpty();
  }

  @Test
  void everyFamilyHasItsHelpItsTypeAndItsLabels() {
    publish(N8N, T0, bad("sync-overdue"), Measure.SIZE.of(1), Measure.RPO_OBJECTIVE.of(2));
    publish(N8N, T0.plusSeconds(5), good());
    publish(ODOO, T0, bad("sync-overdue"));
    ProcessMetrics process = new ProcessMetrics(registry);
    process.build("1.0", "17");
    process.counter("s3_list_requests_total", "LIST requests.", () -> 3);
    process.gauge("probe_abandoned_threads", "Threads.", () -> 0);
    Exposition page = page();
    assertThat(page.help().values()).isNotEmpty().noneMatch(String::isBlank);
    assertThat(page.help().keySet()).isEqualTo(page.types().keySet());
    assertThat(page.types())
        .containsEntry("drillmaster_probe_runs_total", "counter")
        .containsEntry("drillmaster_s3_list_requests_total", "counter")
        .containsEntry("drillmaster_build_info", "gauge")
        .containsEntry("drillmaster_probe_status", "gauge");
    assertThat(page.samples("drillmaster_finding").get(0).labels().keySet())
        .containsExactlyInAnyOrder("cluster", "probe", "target", "code");
    assertThat(page.samples("drillmaster_probe_status").get(0).labels().keySet())
        .containsExactlyInAnyOrder("cluster", "probe", "target");
    assertThat(page.samples()).allMatch(s -> Double.isFinite(s.value()));
    assertThat(page.samples()).allMatch(s -> s.name().startsWith("drillmaster_"));
  }
}
