package io.drillmaster.lab;

import static io.drillmaster.lab.CnpgFaults.held;
import static io.drillmaster.lab.CnpgFaults.of;

import io.drillmaster.lab.cnpg.Archiving;
import io.drillmaster.lab.cnpg.DatabaseSite;
import io.drillmaster.lab.cnpg.LiveDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What keeps the WAL of a database from its archive, or the archive from its database. */
final class ArchivingFaults {
  private static final Duration LONG = Duration.ofHours(5);

  private ArchivingFaults() {}

  static List<Scenario<DatabaseStage>> archiving() {
    return List.of(
        of(
            "cnpg-archiving-failing",
            "archiving-failing",
            "every WAL segment since the last backup fails to be archived",
            stage -> archive(stage, Archiving.FAILS, 1)),
        of(
            "cnpg-archiving-refused",
            "server-name-reused",
            "a database made anew under an old server name is refused: Expected empty archive",
            stage -> archive(stage, Archiving.REFUSES, 1)),
        of(
            "cnpg-archiving-stopped",
            "archiving-stopped",
            "segments wait in the primary, and the condition still says that archiving works",
            stage -> {
              archive(stage, Archiving.HANGS, 3);
              stage.ageTo(Instant.now().minus(LONG));
            }),
        of(
            "cnpg-archiver-lies",
            "archiving-stopped",
            "the archiver counts segments as archived that never reach the bucket",
            stage -> {
              archive(stage, Archiving.LIES, 2);
              stage.ageTo(Instant.now().minus(LONG));
            }),
        of(
            "cnpg-archiver-unseen",
            "archiver-unseen",
            "the newest WAL is old, and the metrics of the primary cannot be had",
            stage -> {
              archive(stage, Archiving.HANGS, 1);
              stage.ageTo(Instant.now().minus(LONG));
              stage.database().closeExporter();
            }));
  }

  static List<Scenario<DatabaseStage>> places() {
    return List.of(
        of(
            "cnpg-server-name-wrong",
            "server-name-wrong",
            "the Cluster names a server that has no archive, beside the one that has",
            held(
                stage -> {
                  stage.database().live().archive(Archiving.HANGS);
                  stage
                      .site()
                      .patchCluster(Map.of("spec", Map.of("plugins", List.of(renamed(stage)))));
                })),
        of(
            "cnpg-path-too-deep",
            "server-name-wrong",
            "the destination path of the ObjectStore ends with the server name once too often",
            held(
                stage -> {
                  stage.database().live().archive(Archiving.HANGS);
                  String path = "s3://" + stage.site().place();
                  stage
                      .site()
                      .patchStore(
                          Map.of("spec", Map.of("configuration", Map.of("destinationPath", path))));
                })),
        of(
            "cnpg-object-store-missing",
            "object-store-missing",
            "the ObjectStore that the Cluster names was deleted",
            held(stage -> stage.delete(DatabaseSite.STORES, stage.site().objectStore()))),
        of(
            "cnpg-secret-missing",
            "secret-missing",
            "the Secret with the key of the archive was deleted",
            stage -> stage.delete("secrets", stage.site().secret())),
        of(
            "cnpg-secret-key-missing",
            "secret-key-missing",
            "the Secret of the archive has lost ACCESS_SECRET_KEY",
            ArchivingFaults::loseKey),
        of(
            "cnpg-user-secret-missing",
            "secret-missing",
            "the Secret of an application's user was deleted: it could not log in after a restore",
            stage -> {
              String application = stage.site().database().applications().get(0);
              stage.delete("secrets", DatabaseSite.userSecret(application));
            }),
        of(
            "cnpg-retention-missing",
            "retention-missing",
            "the ObjectStore has no retention policy",
            ArchivingFaults::keepForEver));
  }

  /** It needs a database that the operator itself archives. */
  static List<Scenario<DatabaseStage>> ofTheOperator() {
    return List.of(
        of(
            "cnpg-not-configured",
            "backup-not-configured",
            "nothing is configured to back the Cluster up, and its condition says that all is well",
            held(
                stage -> {
                  backup(stage, null);
                  stage.delete(DatabaseSite.SCHEDULES, stage.site().schedule());
                  stage
                      .site()
                      .backups()
                      .forEach(
                          one ->
                              stage.delete("backups", one.path("metadata").path("name").asText()));
                })),
        of(
            "cnpg-snapshots-only",
            "snapshot-only",
            "only snapshots of its volumes back the Cluster up",
            held(
                stage -> {
                  Map<String, Object> snapshots = new HashMap<>();
                  snapshots.put("barmanObjectStore", null);
                  snapshots.put("volumeSnapshot", Map.of("className", "csi-ceph-block"));
                  backup(stage, snapshots);
                  stage.site().patchSchedule(Map.of("spec", Map.of("method", "volumeSnapshot")));
                })));
  }

  private static void archive(DatabaseStage stage, Archiving how, int segments) {
    LiveDatabase live = stage.database().live();
    live.archive(how);
    for (int written = 0; written < segments; written++) {
      live.write(1);
      live.switchWal();
    }
  }

  private static Map<String, Object> renamed(DatabaseStage stage) {
    return Map.of(
        "name",
        "barman-cloud.cloudnative-pg.io",
        "enabled",
        true,
        "isWALArchiver",
        true,
        "parameters",
        Map.of(
            "barmanObjectName",
            stage.site().objectStore(),
            "serverName",
            stage.site().name() + "-v2"));
  }

  private static void loseKey(DatabaseStage stage) {
    Map<String, Object> data = new HashMap<>();
    data.put("ACCESS_SECRET_KEY", null);
    stage
        .site()
        .api()
        .patch("secrets", stage.site().namespace(), stage.site().secret(), Map.of("data", data));
  }

  private static void keepForEver(DatabaseStage stage) {
    Map<String, Object> spec = new HashMap<>();
    spec.put("retentionPolicy", null);
    stage.site().patchStore(Map.of("spec", spec));
  }

  private static void backup(DatabaseStage stage, Map<String, Object> backup) {
    Map<String, Object> spec = new HashMap<>();
    spec.put("backup", backup);
    stage.site().patchCluster(Map.of("spec", spec));
  }
}
