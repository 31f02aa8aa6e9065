package io.drillmaster.core.run;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** What a phase may use while it is performed. */
public interface PhaseContext {
  RunId run();

  Clock clock();

  /** When the run started; a verification uses no data that is older. */
  Instant runStartedAt();

  /** When this phase must have ended. */
  Deadline deadline();

  /** One line for people who follow the run; never a secret value. */
  void progress(String line);

  /** An answer about the given target. */
  void check(Target target, Check check);

  /**
   * An answer that was read from the restored data itself. Without one that is OK a drill is
   * UNPROVEN.
   */
  void dataProvingCheck(Target target, Check check);

  /** The age of the restored data at the time of the loss that was rehearsed. */
  void measuredRpo(Duration rpo);
}
