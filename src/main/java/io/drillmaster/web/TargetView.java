package io.drillmaster.web;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where one target stands at one instant.
 *
 * @param standing absent where a probe has not answered yet
 * @param lookFinding why the answer is missing or too old to be believed
 * @param at the instant; ages are counted up to it
 */
record TargetView(
    Target target,
    String probe,
    Optional<Standing> standing,
    Optional<Finding> lookFinding,
    Instant at) {
  /** Name of the target that stands for finding the targets of a probe. */
  static final String DISCOVERY = "discovery";

  /** The worst of what its checks say; never good where the answer is missing or too old. */
  Status status() {
    Status told = standing.map(s -> s.latest().status()).orElse(Status.UNKNOWN);
    return lookFinding.map(f -> Status.worstOf(List.of(told, f.severity()))).orElse(told);
  }

  /** What the probe checked, headed by whether the answer can be believed where it cannot. */
  List<Check> checks() {
    List<Check> told = standing.map(s -> s.latest().checks()).orElse(List.of());
    return Stream.concat(
            lookFinding.stream().map(finding -> Check.failed("last look", finding)), told.stream())
        .toList();
  }

  List<Check> failedChecks() {
    return checks().stream().filter(check -> check.status() != Status.OK).toList();
  }

  List<Finding> findings() {
    return checks().stream().flatMap(check -> check.finding().stream()).toList();
  }

  /** {@code 4/5}; {@code –/5} where the checks that passed mean nothing any more. */
  String tally() {
    int total = standing.map(s -> s.latest().checks().size()).orElse(0);
    if (status() == Status.UNKNOWN) {
      return "–/" + total;
    }
    return standing.map(s -> s.latest().passedChecks()).orElse(0) + "/" + total;
  }

  /** When the newest backup that can be restored was finished. */
  Optional<Instant> lastGood() {
    return measured(Measure.LAST_SUCCESS).map(s -> Instant.ofEpochMilli(Math.round(s * 1000)));
  }

  Optional<Duration> age() {
    return lastGood().map(instant -> Duration.between(instant, at)).filter(d -> !d.isNegative());
  }

  Optional<Duration> rpo() {
    return measured(Measure.RPO_OBJECTIVE).map(s -> Duration.ofMillis(Math.round(s * 1000)));
  }

  /** In bytes. */
  Optional<Double> size() {
    return measured(Measure.SIZE);
  }

  Optional<Instant> lookedAt() {
    return standing.map(s -> s.latest().endedAt());
  }

  Optional<Instant> since() {
    return standing.map(Standing::since);
  }

  /** Oldest first. */
  List<Status> recent() {
    return standing.map(Standing::recent).orElse(List.of());
  }

  /** Whether this is what a probe says of finding its targets, and not a target. */
  boolean isDiscovery() {
    return target.namespace().isEmpty() && target.name().equals(DISCOVERY);
  }

  /** The other target that explains everything that is wrong here, if there is one. */
  Optional<Target> cause() {
    List<Optional<Target>> causes = findings().stream().map(Finding::cause).distinct().toList();
    return causes.size() == 1
        ? causes.get(0).filter(cause -> !cause.equals(target))
        : Optional.empty();
  }

  private Optional<Double> measured(Measure measure) {
    return standing.map(Standing::latest).flatMap((ProbeResult r) -> r.measurement(measure));
  }
}
