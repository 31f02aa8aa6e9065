package io.drillmaster.lab;

import static io.drillmaster.lab.Scenario.ofVolume;

import io.drillmaster.lab.volsync.Behaviour;
import io.drillmaster.lab.volsync.VolumeSite;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What goes wrong with ReplicationSources, their movers and their repositories. */
final class VolsyncFaults {
  private static final Duration STALE_LOCK = Duration.ofMinutes(45);
  private static final int MISSED_SYNCS = 5;

  private VolsyncFaults() {}

  static List<Scenario> syncs() {
    return List.of(
        ofVolume(
            "volsync-overdue",
            "sync-overdue",
            "the operator stopped, and five syncs were missed since the last good one",
            VolsyncFaults::overdue),
        ofVolume(
            "volsync-never-synced",
            "never-synced",
            "a source that was made a month ago and has never been synced",
            VolsyncFaults::neverSynced),
        ofVolume(
            "volsync-paused",
            "source-paused",
            "somebody paused the source and forgot it",
            patching(Map.of("spec", Map.of("paused", true)))),
        ofVolume(
            "volsync-stuck",
            "sync-stuck",
            "a sync began more than six hours ago and does not end",
            VolsyncFaults::stuck),
        ofVolume(
            "volsync-reconcile-error",
            "reconcile-error",
            "the operator cannot reconcile the source",
            VolsyncFaults::reconcileError),
        ofVolume(
            "volsync-schedule-missing",
            "schedule-missing",
            "only a manual trigger is left of the schedule",
            patching(manualOnly())),
        ofVolume(
            "volsync-schedule-odd",
            "schedule-not-understood",
            "a schedule with an hour that no day has",
            patching(Map.of("spec", Map.of("trigger", Map.of("schedule", "0 25 * * *"))))),
        ofVolume(
            "volsync-odd-field",
            "odd-field",
            "a time in the status that is no time",
            stage -> {
              stage.volume().behave(Behaviour.HELD);
              stage.site().patchSource(Map.of("status", Map.of("lastSyncTime", "yesterday")));
            }));
  }

  static List<Scenario> movers() {
    return List.of(
        ofVolume(
            "volsync-mover-failed",
            "mover-failed",
            "the mover fails again and again: its disk is full",
            syncing(Behaviour.MOVER_FAILS)),
        ofVolume(
            "volsync-mover-locked",
            "mover-failed",
            "the mover fails: a stale exclusive lock is in its way",
            stage -> {
              lock(stage);
              stage.volume().syncNow();
            }),
        ofVolume(
            "volsync-stale-lock",
            "stale-lock",
            "a killed restic left its exclusive lock behind, 45 minutes ago",
            VolsyncFaults::lock),
        ofVolume(
            "volsync-empty-volume",
            "mover-saved-nothing",
            "the volume is empty: the mover saves nothing and reports success",
            syncing(Behaviour.VOLUME_EMPTY)),
        ofVolume(
            "volsync-repository-anew",
            "repository-created-anew",
            "the repository was gone, and the mover silently created a new one",
            stage -> {
              stage.store().deleteAll(stage.site().bucket(), stage.site().prefix());
              stage.volume().syncNow();
            }),
        ofVolume(
            "volsync-log-missing",
            "mover-log-missing",
            "the operator kept nothing of the mover's log",
            patching(
                Map.of(
                    "status",
                    Map.of("latestMoverStatus", Map.of("result", "Successful", "logs", ""))))),
        ofVolume(
            "volsync-mover-rclone",
            "mover-unknown",
            "the source uses a mover that cannot be judged",
            patching(rclone())),
        ofVolume(
            "volsync-pvc-missing",
            "source-pvc-missing",
            "the volume that is to be backed up was deleted",
            stage ->
                stage
                    .api()
                    .delete(
                        "persistentvolumeclaims",
                        stage.site().volume().namespace(),
                        stage.site().volume().name())));
  }

  static List<Scenario> snapshots() {
    return List.of(
        ofVolume(
            "volsync-snapshots-missing",
            "snapshot-missing",
            "every snapshot was removed from the bucket",
            stage -> deleteNewestSnapshots(stage, Integer.MAX_VALUE)),
        ofVolume(
            "volsync-snapshot-not-advancing",
            "snapshot-not-advancing",
            "the status says synced, but the last two snapshots are not in the bucket",
            stage -> deleteNewestSnapshots(stage, 2)));
  }

  private static Consumer<Stage> patching(Map<String, ?> patch) {
    return stage -> stage.site().patchSource(patch);
  }

  private static Consumer<Stage> syncing(Behaviour behaviour) {
    return stage -> {
      stage.volume().behave(behaviour);
      stage.volume().syncNow();
    };
  }

  private static void overdue(Stage stage) {
    stage.volume().behave(Behaviour.HELD);
    Instant asOf = Instant.now();
    for (int missed = 0; missed < MISSED_SYNCS; missed++) {
      asOf = stage.site().lastDue(asOf);
    }
    stage.site().reset(asOf);
  }

  private static void neverSynced(Stage stage) {
    stage.volume().behave(Behaviour.HELD);
    Map<String, Object> none = new HashMap<>();
    none.put("status", null);
    stage.site().patchSource(none);
    VolumeSite site = stage.site();
    for (String folder : List.of("snapshots/", "index/", "data/")) {
      stage.store().deleteAll(site.bucket(), site.prefix() + folder);
    }
  }

  private static void stuck(Stage stage) {
    stage.volume().behave(Behaviour.HELD);
    Instant begun = stage.site().lastDue(Instant.now().minus(Duration.ofMinutes(6 * 60 + 30)));
    stage.site().reset(begun);
    stage.site().beginSync(begun);
  }

  private static void reconcileError(Stage stage) {
    stage.volume().behave(Behaviour.HELD);
    stage
        .site()
        .failReconcile("VolumeSnapshotClass.snapshot.storage.k8s.io \"csi-ceph-block\" not found");
  }

  private static void lock(Stage stage) {
    stage.site().put(stage.site().fixture().lock(), Instant.now().minus(STALE_LOCK));
  }

  private static void deleteNewestSnapshots(Stage stage, int count) {
    VolumeSite site = stage.site();
    var snapshots = stage.store().list(site.bucket(), site.prefix() + "snapshots/");
    int kept = Math.max(0, snapshots.size() - count);
    snapshots
        .subList(kept, snapshots.size())
        .forEach(s -> stage.store().delete(site.bucket(), s.key()));
  }

  private static Map<String, Object> manualOnly() {
    Map<String, Object> trigger = new HashMap<>();
    trigger.put("schedule", null);
    trigger.put("manual", "before-upgrade");
    Map<String, Object> status = new HashMap<>();
    status.put("nextSyncTime", null);
    status.put("lastManualSync", "before-upgrade");
    return Map.of("spec", Map.of("trigger", trigger), "status", status);
  }

  private static Map<String, Object> rclone() {
    Map<String, Object> spec = new HashMap<>();
    spec.put("restic", null);
    spec.put(
        "rclone",
        Map.of(
            "copyMethod", "Snapshot",
            "rcloneConfig", "rclone-secret",
            "rcloneConfigSection", "r2",
            "rcloneDestPath", "volumes"));
    return Map.of("spec", spec);
  }
}
