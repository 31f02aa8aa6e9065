package io.drillmaster.metrics;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ResultListener;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/** The metrics of probes: one set of series for each target that there is, and none of others. */
public final class ProbeMetrics implements ResultListener {
  private static final String FINDING = "finding";
  private static final String RUNS = Names.PREFIX + "probe_runs_total";

  private final MeterRegistry registry;
  private final Series series;

  public ProbeMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.series = new Series(registry);
  }

  @Override
  public void onResult(Standing standing) {
    show(standing);
    ProbeResult result = standing.latest();
    for (Status status : Status.values()) {
      // all four from the start, so that the first failure is an increase and not a birth
      runs(result, status).increment(status == result.status() ? 1 : 0);
    }
  }

  /**
   * Shows a standing that an earlier process left, so that ages go on growing over a restart. It
   * counts no look.
   */
  public void show(Standing standing) {
    ProbeResult result = standing.latest();
    Tags labels = labels(result.probe(), result.target());
    Status status = result.status();
    series.set(
        "probe_status",
        "What the probe says of the target: 0 OK, 1 WARNING, 2 CRITICAL, 3 UNKNOWN.",
        labels,
        status.code());
    series.set(
        "probe_success",
        "1 while the status is OK or WARNING, else 0.",
        labels,
        status.isGood() ? 1 : 0);
    series.set(
        "probe_duration_seconds",
        "How long the last look at the target took, in seconds.",
        labels,
        seconds(result.duration()));
    series.set(
        "probe_last_run_timestamp_seconds",
        "When the last look at the target ended, in Unix seconds.",
        labels,
        seconds(result.endedAt()));
    if (status.isGood()) {
      series.set(
          "probe_last_success_timestamp_seconds",
          "When the last look that gave OK or WARNING ended, in Unix seconds.",
          labels,
          seconds(result.endedAt()));
    }
    showFindings(result, labels);
    result.measurements().forEach(measurement -> show(result.target(), measurement));
  }

  private void showFindings(ProbeResult result, Tags labels) {
    Set<String> codes =
        result.findings().stream().map(Finding::code).collect(Collectors.toUnmodifiableSet());
    for (String code : codes) {
      series.set(
          FINDING,
          "1 while this finding about the target holds; gone when it does not.",
          labels.and("code", code),
          1);
    }
    series.remove(
        FINDING,
        tags ->
            labels.stream().allMatch(tag -> tags.stream().anyMatch(tag::equals))
                && tags.stream()
                    .noneMatch(t -> t.getKey().equals("code") && codes.contains(t.getValue())));
  }

  private void show(Target target, Measurement measurement) {
    series.set(
        measurement.measure().name(),
        measurement.measure().help(),
        backupLabels(target),
        measurement.value());
  }

  @Override
  public void onRetired(String probe, Target target) {
    series.removeAll(labels(probe, target));
    series.removeAll(backupLabels(target));
    for (Status status : Status.values()) {
      registry.remove(runs(probe, target, status));
    }
  }

  private Counter runs(ProbeResult result, Status status) {
    return runs(result.probe(), result.target(), status);
  }

  private Counter runs(String probe, Target target, Status status) {
    return Counter.builder(RUNS)
        .description("Looks at the target since the daemon started, by the status they gave.")
        .tags(labels(probe, target).and("status", status.name()))
        .register(registry);
  }

  private static Tags labels(String probe, Target target) {
    return Tags.of("cluster", target.cluster(), "probe", probe, "target", target.path());
  }

  private static Tags backupLabels(Target target) {
    return Tags.of(
        "cluster", target.cluster(),
        "kind", target.kind(),
        "namespace", target.namespace(),
        "name", target.name());
  }

  private static double seconds(Instant instant) {
    return instant.toEpochMilli() / 1000.0;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }
}
