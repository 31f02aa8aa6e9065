package io.drillmaster.volsync;

import io.drillmaster.config.ProbeSettings;
import java.time.Duration;

/**
 * What the configuration says for the probe {@code volsync}.
 *
 * @param bucketEvery how long a reading of the bucket is used
 * @param grace how much later than due a sync may end
 * @param stuckAfter how long a sync may run
 * @param staleLockAfter how old a lock may become
 */
record Thresholds(
    Duration bucketEvery, Duration grace, Duration stuckAfter, Duration staleLockAfter) {
  static Thresholds of(ProbeSettings settings) {
    return new Thresholds(
        settings.duration("bucketEvery"),
        settings.duration("graceAfterMissedSync"),
        settings.duration("stuckAfter"),
        settings.duration("staleLockAfter"));
  }
}
