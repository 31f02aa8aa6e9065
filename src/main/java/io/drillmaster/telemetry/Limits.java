package io.drillmaster.telemetry;

import io.drillmaster.config.ProbeSettings;
import java.time.Duration;

/**
 * From when on something is not as it should be.
 *
 * @param maxAge of the newest that has arrived
 * @param lookBack how far back it is looked for
 * @param queryTime how long a question may take
 * @param window over which counters and nonces are compared
 * @param clockSkew how far in the future something may be
 */
record Limits(
    Duration maxAge, Duration lookBack, Duration queryTime, Duration window, Duration clockSkew) {
  /** How far into the future is looked, for clocks that are ahead. */
  static final Duration AHEAD = Duration.ofHours(1);

  static Limits of(ProbeSettings settings) {
    return new Limits(
        settings.duration("maxAge"),
        settings.duration("lookBack"),
        settings.duration("queryTime"),
        settings.duration("window"),
        settings.duration("clockSkew"));
  }
}
