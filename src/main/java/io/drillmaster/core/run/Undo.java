package io.drillmaster.core.run;

import java.time.Duration;

/**
 * Takes back what a phase did. It belongs to the plan and knows the run by its id alone, so that
 * another process can execute it after a crash; it succeeds on "was never created".
 *
 * @param name kebab-case, unique in its plan
 * @param timeout of one attempt
 * @param attempts at most, with growing pauses between them
 */
public record Undo(String name, Duration timeout, int attempts, Action action) {
  /** How something is taken back. */
  @FunctionalInterface
  public interface Action {
    void undo(RunId run) throws Exception;
  }

  public Undo {
    if (attempts < 1) {
      throw new IllegalArgumentException("an undo is attempted at least once: " + name);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("an undo needs time: " + name);
    }
  }
}
