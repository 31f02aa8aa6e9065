package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The conditions of a Cluster (CloudNativePG 1.30). */
final class Conditions {
  private Conditions() {}

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static Map<String, Object> of(
      String type, boolean status, String reason, String message, Instant since) {
    Map<String, Object> condition = new LinkedHashMap<>();
    condition.put("type", type);
    condition.put("status", status ? "True" : "False");
    condition.put("reason", reason);
    condition.put("message", message);
    condition.put("lastTransitionTime", time(since));
    return condition;
  }

  static Map<String, Object> ready(boolean ready, Instant since) {
    return of(
        "Ready",
        ready,
        ready ? "ClusterIsReady" : "ClusterIsNotReady",
        ready ? "Cluster is Ready" : "Cluster Is Not Ready",
        since);
  }

  /** After each segment. */
  static Map<String, Object> archiving(Optional<String> failure, Instant since) {
    return of(
        "ContinuousArchiving",
        failure.isEmpty(),
        failure.isEmpty() ? "ContinuousArchivingSuccess" : "ContinuousArchivingFailing",
        failure.orElse("Continuous archiving is working"),
        since);
  }

  static Map<String, Object> lastBackup(Optional<String> failure, Instant since) {
    return of(
        "LastBackupSucceeded",
        failure.isEmpty(),
        failure.isEmpty() ? "LastBackupSucceeded" : "LastBackupFailed",
        failure.orElse("Backup was successful"),
        since);
  }

  /** What every cluster has, once it has run. */
  static List<Map<String, Object>> usual(Instant created) {
    return List.of(
        of("Initialized", true, "BootstrapCompleted", "Bootstrap completed", created),
        of(
            "ConsistentSystemID",
            true,
            "Unique",
            "A single, unique system ID was found across reporting instances.",
            created));
  }

  /**
   * The conditions of a Cluster with one of them as it is now; the time stays where its status has
   * not changed.
   */
  static List<Object> with(ObjectNode cluster, Map<String, Object> now) {
    List<Object> all = new ArrayList<>();
    Map<String, Object> next = new LinkedHashMap<>(now);
    for (JsonNode old : cluster.path("status").path("conditions")) {
      if (!old.path("type").asText().equals(now.get("type"))) {
        all.add(old);
      } else if (old.path("status").asText().equals(now.get("status"))) {
        next.put("lastTransitionTime", old.path("lastTransitionTime").asText());
      }
    }
    all.add(next);
    return all;
  }
}
