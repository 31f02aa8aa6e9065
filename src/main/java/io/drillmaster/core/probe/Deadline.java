package io.drillmaster.core.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** The instant by which something must have ended, whoever works on it. */
public record Deadline(Clock clock, Instant at) {
  public static Deadline in(Duration duration, Clock clock) {
    return new Deadline(clock, clock.instant().plus(duration));
  }

  /** What is left; zero when it has passed, never negative. */
  public Duration remaining() {
    Duration left = Duration.between(clock.instant(), at);
    return left.isNegative() ? Duration.ZERO : left;
  }

  public boolean hasPassed() {
    return remaining().isZero();
  }

  /** The shorter of what is left and the given time-out: what one step within may take. */
  public Duration atMost(Duration timeout) {
    Duration left = remaining();
    return left.compareTo(timeout) < 0 ? left : timeout;
  }
}
