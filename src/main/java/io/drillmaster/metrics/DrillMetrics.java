package io.drillmaster.metrics;

import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunListener;
import io.drillmaster.core.run.Verdict;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The metrics of drills. What was measured is what the last drill of its kind and target told. */
public final class DrillMetrics implements RunListener {
  private static final String PHASE = "drill_phase_duration_seconds";

  private final MeterRegistry registry;
  private final Series series;
  private final Map<Tags, Integer> inProgress = new ConcurrentHashMap<>();

  public DrillMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.series = new Series(registry);
  }

  @Override
  public void onStarted(Run run) {
    if (isDrill(run)) {
      progress(labels(run), 1);
    }
  }

  @Override
  public void onEnded(Run run) {
    if (!isDrill(run)) {
      return;
    }
    Tags labels = labels(run);
    progress(labels, -1);
    show(run);
    run.verdict().ifPresent(verdict -> runs(labels, verdict).increment());
  }

  /** Shows what a drill told that an earlier process carried out; it is not counted. */
  public void show(Run run) {
    if (!isDrill(run) || run.endedAt().isEmpty()) {
      return;
    }
    Tags labels = labels(run);
    boolean verified = run.verdict().filter(v -> v == Verdict.VERIFIED).isPresent();
    double ended = seconds(run.endedAt().get());
    series.set(
        "drill_verified", "1 when the last drill was verified, else 0.", labels, verified ? 1 : 0);
    series.set(
        "drill_last_run_timestamp_seconds",
        "When the last drill ended, in Unix seconds.",
        labels,
        ended);
    if (verified) {
      series.set(
          "drill_last_verified_timestamp_seconds",
          "When the last drill that was verified ended, in Unix seconds.",
          labels,
          ended);
    }
    series.set(
        "drill_residue_objects",
        "Objects that the last drill left behind; must be 0.",
        labels,
        run.residue().map(residue -> residue.objects().size()).orElse(0));
    showTimes(run, labels);
  }

  private void showTimes(Run run, Tags labels) {
    run.rto()
        .ifPresent(
            rto ->
                series.set(
                    "drill_rto_seconds",
                    "Recovery time that the last drill measured, in seconds.",
                    labels,
                    seconds(rto)));
    run.objectives()
        .rto()
        .ifPresent(
            rto ->
                series.set(
                    "drill_rto_objective_seconds",
                    "Longest recovery time that is accepted, in seconds.",
                    labels,
                    seconds(rto)));
    run.rpo()
        .ifPresent(
            rpo ->
                series.set(
                    "drill_rpo_seconds",
                    "Age of the recovered data that the last drill measured, in seconds.",
                    labels,
                    seconds(rpo)));
    for (Run.PhaseRecord phase : run.phases()) {
      if (phase.startedAt().isPresent() && phase.endedAt().isPresent()) {
        series.set(
            PHASE,
            "How long the phase took in the last drill, in seconds.",
            labels.and("phase", phase.name()),
            seconds(Duration.between(phase.startedAt().get(), phase.endedAt().get())));
      }
    }
  }

  private void progress(Tags labels, int change) {
    int now = inProgress.merge(labels, change, (a, b) -> Math.max(0, a + b));
    series.set("drill_in_progress", "Drills at work now.", labels, Math.max(0, now));
  }

  private Counter runs(Tags labels, Verdict verdict) {
    return Counter.builder(Names.PREFIX + "drill_runs_total")
        .description("Drills that ended since the daemon started, by their verdict.")
        .tags(labels.and("verdict", verdict.name()))
        .register(registry);
  }

  private static boolean isDrill(Run run) {
    return run.purpose() == Plan.Purpose.DRILL;
  }

  private static Tags labels(Run run) {
    return Tags.of(
        "cluster", run.target().cluster(),
        "kind", run.request().kind(),
        "target", run.target().path());
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static double seconds(Duration duration) {
    return Math.max(0, duration.toNanos() / 1e9);
  }
}
