package io.drillmaster.cnpg;

import java.time.Duration;
import java.util.Map;

/** The settings of the probe as the schema fills them in. */
public final class CnpgSettings {
  public static final Map<String, Object> USUAL =
      Map.of(
          "archiveEvery", Duration.ofMinutes(5),
          "archiveFullEvery", Duration.ofHours(6),
          "graceAfterMissedBackup", Duration.ofHours(1),
          "archiveSlack", Duration.ofMinutes(10),
          "backupStuckAfter", Duration.ofHours(6),
          "unhealthyAfter", Duration.ofMinutes(5),
          "certificateWarning", Duration.ofDays(5));

  private CnpgSettings() {}
}
