package io.drillmaster.lab.volsync;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Statuses of a ReplicationSource and their parts, as VolSync 0.16 writes them. */
public final class SyncStatus {
  private SyncStatus() {}

  /** Idle after a good sync. */
  static Map<String, Object> idle(SyncHistory history, String logs) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("lastSyncTime", VolumeObjects.time(history.lastEnd()));
    status.put("lastSyncDuration", goDuration(history.took()));
    status.put("nextSyncTime", VolumeObjects.time(history.next()));
    status.put("latestMoverStatus", moved("Successful", logs));
    status.put("restic", Map.of("lastPruned", VolumeObjects.time(history.created())));
    status.put("conditions", waiting("WaitingForSchedule", history.lastEnd()));
    return status;
  }

  static Map<String, Object> moved(String result, String logs) {
    return Map.of("result", result, "logs", logs);
  }

  /**
   * @param reason WaitingForSchedule or WaitingForManual
   */
  static List<Map<String, Object>> waiting(String reason, Instant since) {
    String message =
        reason.equals("WaitingForManual")
            ? "Waiting for manual trigger"
            : "Waiting for next scheduled synchronization";
    return condition("False", reason, message, since);
  }

  static List<Map<String, Object>> syncing(Instant since) {
    return condition("True", "SyncInProgress", "Synchronization in-progress", since);
  }

  static List<Map<String, Object>> error(String message, Instant since) {
    return condition("False", "Error", message, since);
  }

  private static List<Map<String, Object>> condition(
      String status, String reason, String message, Instant since) {
    return List.of(
        Map.of(
            "type", "Synchronizing",
            "status", status,
            "reason", reason,
            "message", message,
            "lastTransitionTime", VolumeObjects.time(since)));
  }

  /** As Go prints a duration: {@code 1m21.417s}. */
  static String goDuration(Duration duration) {
    double seconds = duration.toMillis() % 60_000 / 1000.0;
    String minutes = duration.toMinutes() > 0 ? duration.toMinutes() + "m" : "";
    return minutes + (seconds == Math.rint(seconds) ? (long) seconds : seconds) + "s";
  }
}
