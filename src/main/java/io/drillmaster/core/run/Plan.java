package io.drillmaster.core.run;

import io.drillmaster.core.probe.Target;
import io.drillmaster.core.sandbox.ResidueCensus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a run will do: a list of named phases that reads like its runbook. Built from the request
 * alone, so that it can be printed without running it and built again after a crash.
 *
 * @param kind of run
 * @param target what is verified or drilled
 * @param purpose whether data must be proven
 * @param phases in their order; names are unique
 * @param objectives that the outcome is measured against
 * @param rtoClock phases between which the recovery time is measured
 * @param locks Leases to hold while it runs; empty where nothing is written
 * @param census counts what the run left behind; absent where nothing is written
 */
public record Plan(
    String kind,
    Target target,
    Purpose purpose,
    List<Phase> phases,
    Objectives objectives,
    Optional<RtoClock> rtoClock,
    List<RunLocks.Key> locks,
    Optional<ResidueCensus> census) {
  /** Whether a run rehearses a recovery or looks at what there is. */
  public enum Purpose {
    /** Reads only; checks carry the verdict. */
    VERIFICATION,
    /** Restores or rotates; at least one data-proving check must be OK. */
    DRILL
  }

  /**
   * @param startPhase the clock starts with it
   * @param stopPhase the clock stops when it has passed
   */
  public record RtoClock(String startPhase, String stopPhase) {}

  public Plan {
    phases = List.copyOf(phases);
    locks = List.copyOf(locks);
    if (phases.isEmpty()) {
      throw new IllegalArgumentException("a plan without phases proves nothing: " + kind);
    }
    if (phases.stream().map(Phase::name).distinct().count() != phases.size()) {
      throw new IllegalArgumentException("phase names of " + kind + " are not unique");
    }
    List<String> undos = phases.stream().flatMap(p -> p.undo().stream()).map(Undo::name).toList();
    if (undos.stream().distinct().count() != undos.size()) {
      throw new IllegalArgumentException("undo names of " + kind + " are not unique");
    }
    if (rtoClock.isPresent() && !runsForward(rtoClock.get(), phases)) {
      throw new IllegalArgumentException("the RTO clock of " + kind + " names no span of phases");
    }
  }

  /** A plan that only reads. */
  public static Plan verification(String kind, Target target, List<Phase> phases) {
    return new Plan(
        kind,
        target,
        Purpose.VERIFICATION,
        phases,
        Objectives.NONE,
        Optional.empty(),
        List.of(),
        Optional.empty());
  }

  private static boolean runsForward(RtoClock clock, List<Phase> phases) {
    List<String> names = phases.stream().map(Phase::name).toList();
    int start = names.indexOf(clock.startPhase());
    return start >= 0 && start <= names.indexOf(clock.stopPhase());
  }

  /** The undo of this name. */
  public Optional<Undo> undo(String name) {
    return phases.stream()
        .flatMap(phase -> phase.undo().stream())
        .filter(undo -> undo.name().equals(name))
        .findFirst();
  }

  /** The longest that the phases can take together. */
  public Duration timeout() {
    return phases.stream().map(Phase::timeout).reduce(Duration.ZERO, Duration::plus);
  }
}
