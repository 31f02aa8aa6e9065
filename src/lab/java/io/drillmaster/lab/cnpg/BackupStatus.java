package io.drillmaster.lab.cnpg;

import io.drillmaster.lab.postgres.BackupFacts;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What operator and plugin write about backups. */
final class BackupStatus {
  private static final DateTimeFormatter COMPACT =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  private BackupStatus() {}

  /** Of a Backup that a ScheduledBackup makes. */
  static String name(String schedule, Instant due) {
    return schedule + "-" + COMPACT.format(due);
  }

  static String method(DatabaseSite site) {
    return site.database().usesPlugin() ? "plugin" : "barmanObjectStore";
  }

  /** Null where the operator itself archives. */
  static Map<String, Object> pluginConfiguration(DatabaseSite site) {
    return site.database().usesPlugin() ? Map.of("name", BarmanStore.PLUGIN) : null;
  }

  /** Of one that was begun. */
  static Map<String, Object> running(DatabaseSite site, Instant started) {
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("phase", "running");
    status.put("method", method(site));
    status.put("startedAt", Conditions.time(started));
    status.put("instanceID", Map.of("podName", site.primary(), "ContainerID", "containerd://4f1c"));
    return status;
  }

  /** Of one that is complete. */
  static Map<String, Object> completed(DatabaseSite site, BackupFacts facts) {
    Map<String, Object> status = running(site, facts.start().time());
    status.put("phase", "completed");
    status.put("backupId", facts.id());
    status.put("backupName", "backup-" + facts.id().replace("T", ""));
    status.put("stoppedAt", Conditions.time(facts.stop().time()));
    status.put("beginWal", facts.start().wal());
    status.put("endWal", facts.stop().wal());
    status.put("beginLSN", facts.start().lsn());
    status.put("endLSN", facts.stop().lsn());
    status.put("online", true);
    status.put("majorVersion", facts.server().version() / 10_000);
    if (site.database().usesPlugin()) {
      status.put(
          "pluginMetadata",
          Map.of(
              "clusterUID",
              site.cluster()
                  .map(cluster -> cluster.path("metadata").path("uid").asText())
                  .orElse(""),
              "timeline",
              Integer.toString(facts.server().timeline())));
    } else {
      status.put("serverName", site.name());
      status.put("destinationPath", "s3://" + site.bucket() + "/");
      status.put("endpointURL", site.store().endpoint().toString());
    }
    return status;
  }

  /** Of one that failed. */
  static Map<String, Object> failed(DatabaseSite site, Instant started, String why) {
    Map<String, Object> status = running(site, started);
    status.put("phase", "failed");
    status.put("stoppedAt", Conditions.time(Instant.now()));
    status.put("error", why);
    return status;
  }

  /** The fields of {@code Cluster.status}, which only the operator's own archiver fills. */
  static Map<String, Object> ofCluster(List<BackupFacts> backups) {
    String first = end(backups.get(0));
    String last = end(backups.get(backups.size() - 1));
    return Map.of(
        "firstRecoverabilityPoint",
        first,
        "firstRecoverabilityPointByMethod",
        Map.of("barmanObjectStore", first),
        "lastSuccessfulBackup",
        last,
        "lastSuccessfulBackupByMethod",
        Map.of("barmanObjectStore", last));
  }

  /** One entry of {@code ObjectStore.status.serverRecoveryWindow}. */
  static Map<String, Object> recoveryWindow(List<BackupFacts> backups) {
    return Map.of(
        "firstRecoverabilityPoint",
        end(backups.get(0)),
        "lastSuccessfulBackupTime",
        end(backups.get(backups.size() - 1)));
  }

  private static String end(BackupFacts backup) {
    return Conditions.time(backup.stop().time());
  }
}
