package io.drillmaster.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.Objectives;
import io.drillmaster.core.run.PhaseState;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.RunState;
import io.drillmaster.core.run.Verdict;
import io.drillmaster.core.sandbox.Residue;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DrillMetricsTest {
  private static final Instant T0 = Instant.parse("2026-11-22T14:00:00Z");
  private static final Instant END = T0.plusSeconds(435);

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final DrillMetrics metrics = new DrillMetrics(registry);

  private static Run run(Plan.Purpose purpose, Optional<Verdict> verdict, Residue residue) {
    boolean over = verdict.isPresent();
    return new Run(
        new RunId("7f3a7f3a"),
        new RunRequest("cnpg-restore", "east", Map.of(), "test"),
        new Target("east", "cnpg", "databases", "postgres"),
        purpose,
        over ? RunState.ENDED : RunState.RUNNING,
        verdict,
        over ? Optional.of(0) : Optional.empty(),
        T0,
        over ? Optional.of(END) : Optional.empty(),
        List.of(
            new Run.PhaseRecord(
                "restore", PhaseState.PASSED, Optional.of(T0), Optional.of(END), List.of()),
            new Run.PhaseRecord(
                "verify", PhaseState.SKIPPED, Optional.empty(), Optional.empty(), List.of())),
        List.of(),
        List.of(),
        List.of(),
        Optional.of(residue),
        new Objectives(Optional.of(Duration.ofMinutes(30)), Optional.empty()),
        Optional.of(Duration.ofSeconds(435)),
        Optional.of(Duration.ofSeconds(3)));
  }

  private Run drill(Verdict verdict, String... residue) {
    return run(Plan.Purpose.DRILL, Optional.of(verdict), new Residue(List.of(residue)));
  }

  private double value(String name) {
    var samples = Exposition.parse(registry.scrape()).samples(name);
    assertThat(samples).describedAs(name).hasSize(1);
    assertThat(samples.get(0).labels())
        .containsEntry("cluster", "east")
        .containsEntry("kind", "cnpg-restore")
        .containsEntry("target", "databases/postgres");
    return samples.get(0).value();
  }

  @Test
  void aDrillIsInProgressUntilItEnds() {
    metrics.onStarted(run(Plan.Purpose.DRILL, Optional.empty(), Residue.NONE));
    assertThat(value("drillmaster_drill_in_progress")).isOne();
    metrics.onEnded(drill(Verdict.VERIFIED));
    assertThat(value("drillmaster_drill_in_progress")).isZero();
  }

  @Test
  void tellsWhatTheLastDrillMeasured() {
    metrics.onEnded(drill(Verdict.VERIFIED));
    assertThat(value("drillmaster_drill_verified")).isOne();
    assertThat(value("drillmaster_drill_last_run_timestamp_seconds"))
        .isEqualTo(END.getEpochSecond());
    assertThat(value("drillmaster_drill_last_verified_timestamp_seconds"))
        .isEqualTo(END.getEpochSecond());
    assertThat(value("drillmaster_drill_rto_seconds")).isEqualTo(435);
    assertThat(value("drillmaster_drill_rto_objective_seconds")).isEqualTo(1800);
    assertThat(value("drillmaster_drill_rpo_seconds")).isEqualTo(3);
    assertThat(value("drillmaster_drill_residue_objects")).isZero();
    assertThat(value("drillmaster_drill_phase_duration_seconds")).isEqualTo(435);
    assertThat(value("drillmaster_drill_runs_total")).isOne();
  }

  @Test
  void aFailedDrillWithResidueIsNotVerified() {
    metrics.onEnded(drill(Verdict.FAILED, "PersistentVolumeClaim/test-restore/a"));
    assertThat(value("drillmaster_drill_verified")).isZero();
    assertThat(value("drillmaster_drill_residue_objects")).isOne();
    assertThat(
            Exposition.parse(registry.scrape())
                .samples("drillmaster_drill_last_verified_timestamp_seconds"))
        .isEmpty();
  }

  @Test
  void aVerificationIsNoDrill() {
    metrics.onStarted(run(Plan.Purpose.VERIFICATION, Optional.empty(), Residue.NONE));
    metrics.onEnded(run(Plan.Purpose.VERIFICATION, Optional.of(Verdict.VERIFIED), Residue.NONE));
    assertThat(registry.scrape()).isEmpty();
  }

  @Test
  void aDrillOfAnEarlierProcessIsShownButNotCounted() {
    metrics.show(drill(Verdict.VERIFIED));
    assertThat(value("drillmaster_drill_verified")).isOne();
    assertThat(Exposition.parse(registry.scrape()).samples("drillmaster_drill_runs_total"))
        .isEmpty();
  }
}
