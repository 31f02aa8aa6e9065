package io.drillmaster.cnpg;

import io.drillmaster.config.ProbeSettings;
import java.time.Duration;

/**
 * What the configuration says for the probe {@code cnpg}.
 *
 * @param archiveEvery how long a reading of the bucket is used
 * @param grace how much later than due a base backup may end
 * @param archiveSlack how much later than archive_timeout a WAL segment may come into the archive
 * @param backupStuckAfter how long one backup may run
 * @param unhealthyAfter how long a cluster may be on its way to being healthy
 * @param certificateWarning how long before its end a certificate is a warning
 */
record Thresholds(
    Duration archiveEvery,
    Duration grace,
    Duration archiveSlack,
    Duration backupStuckAfter,
    Duration unhealthyAfter,
    Duration certificateWarning) {
  static Thresholds of(ProbeSettings settings) {
    return new Thresholds(
        settings.duration("archiveEvery"),
        settings.duration("graceAfterMissedBackup"),
        settings.duration("archiveSlack"),
        settings.duration("backupStuckAfter"),
        settings.duration("unhealthyAfter"),
        settings.duration("certificateWarning"));
  }
}
