package io.drillmaster.core.run;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A run as its events tell it, up to the last of them. Made by {@link RunFold} and by nothing else.
 *
 * @param verdict absent until the run is over
 * @param exitCode absent until the run is over; 0 good, 1 bad, 2 could not tell, 3 residue, 130
 *     cancelled
 * @param findings what is said of the run itself: failed phases and undos, missed objectives, what
 *     it left behind; those of checks are in their checks, see {@link #allFindings()}
 * @param residue absent where nothing was counted
 * @param rto measured recovery time; absent where the clock did not run to its end
 * @param rpo measured recovery point
 */
public record Run(
    RunId id,
    RunRequest request,
    Target target,
    Plan.Purpose purpose,
    RunState state,
    Optional<Verdict> verdict,
    Optional<Integer> exitCode,
    Instant startedAt,
    Optional<Instant> endedAt,
    List<PhaseRecord> phases,
    List<CheckRecord> checks,
    List<Finding> findings,
    List<UndoRecord> undos,
    Optional<Residue> residue,
    Objectives objectives,
    Optional<Duration> rto,
    Optional<Duration> rpo) {
  public Run {
    phases = List.copyOf(phases);
    checks = List.copyOf(checks);
    findings = List.copyOf(findings);
    undos = List.copyOf(undos);
  }

  /** Findings of the run itself first, then those of its checks, each once. */
  public List<Finding> allFindings() {
    return Stream.concat(
            findings.stream(), checks.stream().flatMap(c -> c.check().finding().stream()))
        .distinct()
        .toList();
  }

  /** One phase of the run, and when it ran. */
  public record PhaseRecord(
      String name,
      PhaseState state,
      Optional<Instant> startedAt,
      Optional<Instant> endedAt,
      List<String> progress) {
    public PhaseRecord {
      progress = List.copyOf(progress);
    }
  }

  public record CheckRecord(String phase, Target target, Check check, boolean dataProving) {}

  public record UndoRecord(String name, int attempts, boolean ended, boolean succeeded) {}
}
