package io.drillmaster.core.run;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** One thing that happened in a run. The list of them is the run. */
public sealed interface RunEvent {
  /** When it happened. */
  Instant at();

  /** The plan as it was accepted. */
  record RunStarted(
      Instant at,
      RunRequest request,
      Target target,
      Plan.Purpose purpose,
      List<String> phases,
      Objectives objectives,
      Optional<Plan.RtoClock> rtoClock)
      implements RunEvent {}

  record PhaseStarted(Instant at, String phase) implements RunEvent {}

  record Progressed(Instant at, String phase, String line) implements RunEvent {}

  record CheckRecorded(Instant at, String phase, Target target, Check check, boolean dataProving)
      implements RunEvent {}

  record RpoMeasured(Instant at, Duration rpo) implements RunEvent {}

  /** From here on the undo has to be executed, whatever happens. */
  record UndoRegistered(Instant at, String phase, String undo) implements RunEvent {}

  record PhaseEnded(Instant at, String phase, PhaseState state, Optional<Finding> finding)
      implements RunEvent {}

  /**
   * @param by who asked; {@code shutdown} when the daemon was told to end
   */
  record CancelRequested(Instant at, String by) implements RunEvent {}

  record UndoStarted(Instant at, String undo, int attempt) implements RunEvent {}

  record UndoEnded(Instant at, String undo, boolean succeeded, Optional<Finding> finding)
      implements RunEvent {}

  /** Something that is said of the run itself and not of what it looked at. */
  record FindingRecorded(Instant at, Finding finding) implements RunEvent {}

  /** The process that worked on it died; from here on a later one cleans up after it. */
  record RecoveryStarted(Instant at) implements RunEvent {}

  record ResidueCounted(Instant at, Residue residue) implements RunEvent {}

  record RunEnded(Instant at, RunState state, Verdict verdict, int exitCode) implements RunEvent {}
}
