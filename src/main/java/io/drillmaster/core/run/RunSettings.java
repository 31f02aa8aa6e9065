package io.drillmaster.core.run;

import java.time.Duration;

/**
 * Limits of the run engine.
 *
 * @param maxConcurrent runs that may be at work at once
 * @param maxFollowers subscriptions that may be open at once
 * @param heed how long an interrupted thread is waited for before it is abandoned
 * @param leaseTimeout how long taking one lock may take
 * @param leaseLifetime after which a lock of a dead process is free
 */
public record RunSettings(
    int maxConcurrent,
    int maxFollowers,
    Duration heed,
    Duration leaseTimeout,
    Duration leaseLifetime) {
  /** Of a daemon. */
  public static final RunSettings STANDARD =
      new RunSettings(4, 64, Duration.ofSeconds(2), Duration.ofSeconds(10), Duration.ofSeconds(60));
}
