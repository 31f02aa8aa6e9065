package io.drillmaster.core.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What one execution of a probe said of one target.
 *
 * @param probe name of the probe
 * @param startedAt when it began to look
 * @param duration how long it looked
 * @param transcript what it did, line by line, without secret values
 */
public record ProbeResult(
    String probe,
    Target target,
    List<Check> checks,
    List<Measurement> measurements,
    Instant startedAt,
    Duration duration,
    List<String> transcript) {
  public ProbeResult {
    checks = List.copyOf(checks);
    measurements = List.copyOf(measurements);
    transcript = List.copyOf(transcript);
  }

  /** The worst of its checks; UNKNOWN without any. */
  public Status status() {
    return Status.worstOf(checks.stream().map(Check::status).toList());
  }

  public List<Finding> findings() {
    return checks.stream().flatMap(check -> check.finding().stream()).toList();
  }

  public Instant endedAt() {
    return startedAt.plus(duration);
  }

  public Optional<Double> measurement(Measure measure) {
    return measurements.stream()
        .filter(m -> m.measure().name().equals(measure.name()))
        .map(Measurement::value)
        .findFirst();
  }

  /** How many checks are OK. */
  public int passedChecks() {
    return (int) checks.stream().filter(check -> check.status() == Status.OK).count();
  }
}
