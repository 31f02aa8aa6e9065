package io.drillmaster.lab;

import static io.drillmaster.lab.ArchiveFaults.status;
import static io.drillmaster.lab.CnpgFaults.held;
import static io.drillmaster.lab.CnpgFaults.of;

import io.drillmaster.lab.cnpg.Behaviour;
import io.drillmaster.lab.cnpg.DatabaseSite;
import io.drillmaster.lab.postgres.BackupFacts;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What goes wrong with base backups and their schedules, and what is told of them. */
final class BackupFaults {
  private static final Duration LONG = Duration.ofHours(8);

  private BackupFaults() {}

  static List<Scenario<DatabaseStage>> schedules() {
    return List.of(
        of(
            "cnpg-schedule-suspended",
            "schedule-suspended",
            "somebody suspended the schedule and forgot it",
            stage -> stage.site().patchSchedule(Map.of("spec", Map.of("suspend", true)))),
        of(
            "cnpg-schedule-overdue",
            "schedule-overdue",
            "the operator stopped before the last backup was due",
            held(BackupFaults::stopTheSchedule)),
        of(
            "cnpg-schedule-blocked",
            "schedule-blocked",
            "a Backup that stays pending keeps its schedule from making the next ones",
            held(
                stage -> {
                  stopTheSchedule(stage);
                  Instant due = stage.oldest().start().time();
                  stage.database().request(due, Map.of("phase", "pending"));
                })),
        of(
            "cnpg-schedule-missing",
            "schedule-missing",
            "the ScheduledBackup was deleted",
            held(stage -> stage.delete(DatabaseSite.SCHEDULES, stage.site().schedule()))),
        of(
            "cnpg-schedule-error",
            "schedule-error",
            "the ScheduledBackup has a schedule with an hour that no day has",
            held(
                stage ->
                    stage
                        .site()
                        .patchSchedule(Map.of("spec", Map.of("schedule", "0 0 25 * * *"))))));
  }

  static List<Scenario<DatabaseStage>> backups() {
    return List.of(
        of(
            "cnpg-never-backed-up",
            "never-backed-up",
            "no base backup has ever been finished",
            held(
                stage -> {
                  forget(stage, stage.newest());
                  forget(stage, stage.oldest());
                  tell(stage, new HashMap<>());
                })),
        of(
            "cnpg-backup-overdue",
            "backup-overdue",
            "the last backup was scheduled on time and never came into being",
            held(BackupFaults::loseTheLast)),
        of(
            "cnpg-backup-failed",
            "backup-failed",
            "the newest base backup failed: the disk of the instance was full",
            stage -> {
              stage.database().behave(Behaviour.BACKUPS_FAIL);
              stage.database().request(Instant.now(), Map.of());
            }),
        of(
            "cnpg-backup-stuck",
            "backup-stuck",
            "a base backup was begun eight hours ago and does not end",
            held(
                stage -> {
                  Instant begun = Instant.now().minus(LONG);
                  stage
                      .database()
                      .request(begun, Map.of("phase", "running", "startedAt", time(begun)));
                })),
        of(
            "cnpg-status-stale",
            "status-disagrees",
            "the ObjectStore does not know the newest base backup, which is in the bucket",
            held(stage -> tell(stage, Map.of("lastSuccessfulBackupTime", end(stage.oldest()))))),
        of(
            "cnpg-status-frozen",
            Fault.SURVIVED,
            "since the move to the plugin the backup fields of the Cluster stand still",
            stage ->
                stage
                    .site()
                    .patchCluster(
                        status(
                            Map.of(
                                "firstRecoverabilityPoint", "2026-01-02T02:00:05Z",
                                "lastSuccessfulBackup", "2026-02-01T02:00:07Z")))));
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  private static String end(BackupFacts backup) {
    return time(backup.stop().time());
  }

  /** As if the operator had last looked when the Cluster was new. */
  private static void stopTheSchedule(DatabaseStage stage) {
    Map<String, Object> status = new HashMap<>();
    status.put("lastScheduleTime", null);
    status.put("lastCheckTime", time(stage.database().created()));
    status.put("nextScheduleTime", end(stage.oldest()));
    stage.site().patchSchedule(status(status));
  }

  /** Takes a backup out of the bucket and out of the API. */
  private static void forget(DatabaseStage stage, BackupFacts backup) {
    stage.loseBackup(backup);
    stage.site().backups().stream()
        .filter(one -> one.path("status").path("backupId").asText().equals(backup.id()))
        .forEach(one -> stage.delete("backups", one.path("metadata").path("name").asText()));
  }

  static void loseTheLast(DatabaseStage stage) {
    forget(stage, stage.newest());
    tell(stage, Map.of("lastSuccessfulBackupTime", end(stage.oldest())));
  }

  /** What the ObjectStore says of this database; nothing where that is empty. */
  private static void tell(DatabaseStage stage, Map<String, Object> window) {
    Map<String, Object> servers = new HashMap<>();
    servers.put(stage.site().name(), window.isEmpty() ? null : window);
    stage.site().patchStore(status(Map.of("serverRecoveryWindow", servers)));
  }
}
