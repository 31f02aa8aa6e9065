package io.drillmaster.lab;

import static io.drillmaster.lab.SyncFaults.patching;
import static io.drillmaster.lab.VolumeScenarios.ofVolume;

import io.drillmaster.lab.s3.S3Server.Stored;
import io.drillmaster.lab.volsync.Behaviour;
import io.drillmaster.lab.volsync.VolumeSite;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What goes wrong with movers and with the repositories that they fill. */
final class MoverFaults {
  private static final Duration STALE_LOCK = Duration.ofMinutes(45);

  private MoverFaults() {}

  static List<Scenario<VolumeStage>> movers() {
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
            MoverFaults::lock),
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

  static List<Scenario<VolumeStage>> snapshots() {
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

  private static Consumer<VolumeStage> syncing(Behaviour behaviour) {
    return stage -> {
      stage.volume().behave(behaviour);
      stage.volume().syncNow();
    };
  }

  private static void lock(VolumeStage stage) {
    stage.site().put(stage.site().fixture().lock(), Instant.now().minus(STALE_LOCK));
  }

  private static void deleteNewestSnapshots(VolumeStage stage, int count) {
    VolumeSite site = stage.site();
    List<Stored> snapshots = stage.store().list(site.bucket(), site.prefix() + "snapshots/");
    int kept = Math.max(0, snapshots.size() - count);
    snapshots
        .subList(kept, snapshots.size())
        .forEach(s -> stage.store().delete(site.bucket(), s.key()));
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
