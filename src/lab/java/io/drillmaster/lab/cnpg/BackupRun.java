package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.postgres.BackupFacts;
import java.io.IOException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** From a Backup that is to be taken to one that is completed or has failed. */
final class BackupRun {
  private static final String NO_SPACE =
      "can't execute backup: exit status 1: barman-cloud-backup: No space left on device";

  private final DatabaseSite site;
  private final LiveDatabase live;

  BackupRun(DatabaseSite site, LiveDatabase live) {
    this.site = site;
    this.live = live;
  }

  void take(ObjectNode backup, Behaviour behaviour) {
    String name = backup.path("metadata").path("name").asText();
    if (live.archivingFailure().isPresent()) {
      status(name, Map.of("phase", "walArchivingFailing", "method", BackupStatus.method(site)));
      return;
    }
    Instant started = Instant.now();
    status(name, BackupStatus.running(site, started));
    try {
      if (behaviour == Behaviour.BACKUPS_FAIL) {
        throw new IOException(NO_SPACE);
      }
      BackupFacts facts = live.backUp(site);
      status(name, BackupStatus.completed(site, facts));
      succeeded();
    } catch (IOException | RuntimeException e) {
      status(name, BackupStatus.failed(site, started, e.getMessage()));
      failed(e.getMessage());
    }
  }

  private void status(String backup, Map<String, Object> status) {
    site.api().setStatus(DatabaseSite.BACKUPS, site.namespace(), backup, status);
  }

  private void succeeded() {
    new ClusterState(site).settled(live.backups());
    site.condition(Conditions.lastBackup(Optional.empty(), Instant.now()));
    if (site.database().usesPlugin()) {
      recoveryWindow(BackupStatus.recoveryWindow(live.backups()));
    }
  }

  private void failed(String why) {
    String now = Conditions.time(Instant.now());
    site.condition(Conditions.lastBackup(Optional.of(why), Instant.now()));
    if (site.database().usesPlugin()) {
      recoveryWindow(Map.of("lastFailedBackupTime", now));
    } else {
      site.patchCluster(Map.of("status", Map.of("lastFailedBackup", now)));
    }
  }

  private void recoveryWindow(Map<String, Object> window) {
    if (site.api().get(DatabaseSite.STORES, site.namespace(), site.objectStore()).isPresent()) {
      site.patchStore(
          Map.of("status", Map.of("serverRecoveryWindow", Map.of(site.name(), window))));
    }
  }
}
