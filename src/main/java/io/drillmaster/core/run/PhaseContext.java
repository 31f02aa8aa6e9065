package io.drillmaster.core.run;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/**
 * What a phase may use while it is performed, from any thread. When the phase is over, each method
 * that records something throws IllegalStateException: a thread that did not heed its interruption
 * adds nothing to the run any more.
 */
public interface PhaseContext {
  RunId run();

  Clock clock();

  /** When the run started; a verification uses no data that is older. */
  Instant runStartedAt();

  /** When this phase must have ended. */
  Deadline deadline();

  /**
   * One line for people who follow the run; never a secret value. Long lines are cut, and of very
   * many only the first are kept.
   */
  void progress(String line);

  /** An answer about the given target. */
  void check(Target target, Check check);

  /**
   * An answer that was read from the restored data itself. Without one that is OK a drill is
   * UNPROVEN.
   */
  void dataProvingCheck(Target target, Check check);

  /**
   * The age of the restored data at the time of the loss that was rehearsed.
   *
   * @param rpo not negative
   */
  void measuredRpo(Duration rpo);
}
