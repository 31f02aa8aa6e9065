package io.drillmaster.lab;

import static io.drillmaster.lab.VolumeScenarios.ofVolume;

import io.drillmaster.lab.volsync.Behaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What goes wrong with ReplicationSources and their schedules. */
final class SyncFaults {
  private static final int MISSED_SYNCS = 5;

  private SyncFaults() {}

  static List<Scenario<VolumeStage>> all() {
    return List.of(
        ofVolume(
            "volsync-overdue",
            "sync-overdue",
            "the operator stopped, and five syncs were missed since the last good one",
            SyncFaults::overdue),
        ofVolume(
            "volsync-never-synced",
            "never-synced",
            "a source that was made a month ago and has never been synced",
            SyncFaults::neverSynced),
        ofVolume(
            "volsync-paused",
            "source-paused",
            "somebody paused the source and forgot it",
            patching(Map.of("spec", Map.of("paused", true)))),
        ofVolume(
            "volsync-stuck",
            "sync-stuck",
            "a sync began more than six hours ago and does not end",
            SyncFaults::stuck),
        ofVolume(
            "volsync-reconcile-error",
            "reconcile-error",
            "the operator cannot reconcile the source",
            SyncFaults::reconcileError),
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

  static Consumer<VolumeStage> patching(Map<String, ?> patch) {
    return stage -> stage.site().patchSource(patch);
  }

  private static void overdue(VolumeStage stage) {
    stage.volume().behave(Behaviour.HELD);
    Instant asOf = Instant.now();
    for (int missed = 0; missed < MISSED_SYNCS; missed++) {
      asOf = stage.site().lastDue(asOf);
    }
    stage.site().reset(asOf);
  }

  private static void neverSynced(VolumeStage stage) {
    stage.volume().behave(Behaviour.HELD);
    Map<String, Object> none = new HashMap<>();
    none.put("status", null);
    stage.site().patchSource(none);
    for (String folder : List.of("snapshots/", "index/", "data/")) {
      stage.store().deleteAll(stage.site().bucket(), stage.site().prefix() + folder);
    }
  }

  private static void stuck(VolumeStage stage) {
    stage.volume().behave(Behaviour.HELD);
    Instant begun = stage.site().lastDue(Instant.now().minus(Duration.ofMinutes(6 * 60 + 30)));
    stage.site().reset(begun);
    stage.site().beginSync(begun);
  }

  private static void reconcileError(VolumeStage stage) {
    stage.volume().behave(Behaviour.HELD);
    stage
        .site()
        .failReconcile("VolumeSnapshotClass.snapshot.storage.k8s.io \"csi-ceph-block\" not found");
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
}
