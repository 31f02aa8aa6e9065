package io.drillmaster.core.run;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One named step of a plan.
 *
 * @param name kebab-case, unique in its plan: {@code preflight}
 * @param timeout after which the phase is interrupted and the run ends
 * @param action what it does; it heeds interruption
 * @param undo registered before the action starts, so that a crash in the middle is cleaned up too
 */
public record Phase(String name, Duration timeout, Action action, Optional<Undo> undo) {
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9-]*");

  public Phase {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException(
          "a phase name has lower-case letters, digits and dashes: " + name);
    }
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("a phase needs time: " + name);
    }
  }

  /** What a phase does. */
  @FunctionalInterface
  public interface Action {
    /**
     * @throws PhaseFailedException with the finding that ends the run; any other exception ends it
     *     as INCONCLUSIVE
     */
    void perform(PhaseContext context) throws Exception;
  }

  public static Phase of(String name, Duration timeout, Action action) {
    return new Phase(name, timeout, action, Optional.empty());
  }

  public Phase undoneBy(Undo undo) {
    return new Phase(name, timeout, action, Optional.of(undo));
  }
}
