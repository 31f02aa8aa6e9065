package io.drillmaster.core.run;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.sandbox.Residue;
import java.util.List;

/**
 * How a run ends. Verdict and objectives are two facts: what was recovered late is recovered, and
 * yet the exit code is that of a bad answer.
 *
 * @param exitCode 0 good, 1 bad or over its objectives, 2 could not tell, 3 residue, 130 cancelled
 */
public record RunOutcome(RunState state, Verdict verdict, int exitCode) {
  private static final int GOOD = 0;
  private static final int BAD = 1;
  private static final int COULD_NOT_TELL = 2;
  private static final int RESIDUE = 3;
  private static final int CANCELLED = 130;

  /**
   * @param run as its events tell it, with the findings of the run itself
   * @param end the state that it ends in
   * @param phaseFindings those findings that phases ended with
   */
  static RunOutcome of(Run run, RunState end, List<Finding> phaseFindings) {
    Verdict verdict = verdict(run, phaseFindings);
    return new RunOutcome(end, verdict, exitCode(run, end, verdict));
  }

  private static Verdict verdict(Run run, List<Finding> phaseFindings) {
    if (phaseFindings.stream().anyMatch(f -> f.severity() == Status.CRITICAL)
        || hasCheck(run, Status.CRITICAL)) {
      return Verdict.FAILED;
    }
    if (run.phases().stream().anyMatch(p -> p.state() != PhaseState.PASSED)
        || hasCheck(run, Status.UNKNOWN)) {
      return Verdict.INCONCLUSIVE;
    }
    return isProven(run) ? Verdict.VERIFIED : Verdict.UNPROVEN;
  }

  private static boolean hasCheck(Run run, Status status) {
    return run.checks().stream().anyMatch(c -> c.check().status() == status);
  }

  private static boolean isProven(Run run) {
    if (run.purpose() == Plan.Purpose.VERIFICATION) {
      return !run.checks().isEmpty();
    }
    return run.checks().stream().anyMatch(c -> c.dataProving() && c.check().status() == Status.OK);
  }

  private static int exitCode(Run run, RunState end, Verdict verdict) {
    if (run.residue().filter(residue -> !residue.equals(Residue.NONE)).isPresent()) {
      return RESIDUE;
    }
    if (end == RunState.INTERRUPTED) {
      return COULD_NOT_TELL;
    }
    if (end == RunState.CANCELLED) {
      return CANCELLED;
    }
    if (verdict == Verdict.FAILED) {
      return BAD;
    }
    if (verdict != Verdict.VERIFIED
        || run.findings().stream().anyMatch(f -> f.severity() == Status.UNKNOWN)) {
      return COULD_NOT_TELL;
    }
    return RunObjectives.areMet(run) ? GOOD : BAD;
  }
}
