package io.drillmaster.lab;

import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.volsync.VolumeSite;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What can be wrong with one volume: its ReplicationSource, its Secret, its repository. */
final class VolumeFaults {
  private static final Duration LONG_AGO = Duration.ofDays(2);

  private VolumeFaults() {}

  /** The breaks; all of them are repaired by {@link VolumeSite#reset}. */
  static Map<Fault, Consumer<VolumeSite>> all() {
    Map<Fault, Consumer<VolumeSite>> faults = new LinkedHashMap<>();
    faults.put(
        Fault.probe("volsync-overdue", "sync-overdue", "no sync for two days"),
        VolumeFaults::overdue);
    faults.put(
        Fault.probe("volsync-never-synced", "never-synced", "never had a sync"),
        VolumeFaults::neverSynced);
    faults.put(
        Fault.probe("volsync-mover-fails", "mover-failed", "the mover failed eight times"),
        site -> moved(site, "Failed", "Fatal: unable to save snapshot: no space left on device"));
    faults.put(
        Fault.probe("volsync-empty-volume", "mover-saved-nothing", "a sync that saved nothing"),
        site -> moved(site, "Successful", "Directory is empty skipping backup"));
    faults.put(
        Fault.probe(
            "volsync-new-repository", "repository-created-anew", "the repository was made anew"),
        site ->
            moved(
                site,
                "Successful",
                "created restic repository 6f3cd02f1b at s3:elsewhere\nsnapshot 1a2b3c4d saved"));
    faults.put(
        Fault.probe("volsync-no-log", "mover-log-missing", "a sync that left no log"),
        site -> moved(site, "Successful", ""));
    faults.put(
        Fault.probe("volsync-paused", "source-paused", "the source is paused"),
        site -> site.patchSource(spec("paused", true)));
    faults.put(
        Fault.probe("volsync-no-schedule", "schedule-missing", "synced by hand only"),
        site -> site.patchSource(spec("trigger", nulls(Map.of("manual", "by-hand"), "schedule"))));
    faults.put(
        Fault.probe("volsync-other-mover", "mover-unknown", "a mover that cannot be judged"),
        site -> site.patchSource(Map.of("spec", nulls(Map.of("rclone", Map.of()), "restic"))));
    faults.put(
        Fault.probe("volsync-reconcile-error", "reconcile-error", "the operator reports an error"),
        site -> condition(site, "False", "Error", Instant.now()));
    faults.put(
        Fault.probe("volsync-stuck", "sync-stuck", "a sync that has run for ten hours"),
        VolumeFaults::stuck);
    faults.put(
        Fault.probe("volsync-volume-gone", "source-pvc-missing", "the volume does not exist"),
        site ->
            site.api()
                .delete("persistentvolumeclaims", site.volume().namespace(), site.volume().name()));
    faults.put(
        Fault.probe("volsync-snapshots-gone", "snapshot-missing", "no snapshot in the bucket"),
        site -> site.store().deleteAll(site.bucket(), site.prefix() + "snapshots/"));
    faults.put(
        Fault.probe(
            "volsync-snapshots-old",
            "snapshot-not-advancing",
            "syncs go on, the newest snapshot is two days old"),
        site -> age(site, LONG_AGO));
    faults.put(
        Fault.probe("volsync-stale-lock", "stale-lock", "a lock that nobody holds any more"),
        site -> site.put(site.fixture().lock(), Instant.now().minus(Duration.ofHours(3))));
    faults.put(
        Fault.probe("secret-gone", "secret-missing", "the Secret of the repository is gone"),
        site -> site.api().delete("secrets", site.volume().namespace(), site.volume().secret()));
    faults.put(
        Fault.probe("secret-without-key", "secret-key-missing", "the Secret lacks a key"),
        VolumeFaults::withoutKey);
    faults.put(
        Fault.probe(
            "repository-odd", "repository-not-understood", "a repository that is not on S3"),
        site -> site.setSecret("RESTIC_REPOSITORY", "rest:https://backup.invalid/odd"));
    return faults;
  }

  private static Map<String, Object> spec(String key, Object value) {
    return Map.of("spec", Map.of(key, value));
  }

  /** A map with further keys that are null: a merge patch removes them. */
  private static Map<String, Object> nulls(Map<String, ?> values, String... removed) {
    Map<String, Object> map = new HashMap<>(values);
    Arrays.stream(removed).forEach(key -> map.put(key, null));
    return map;
  }

  private static void status(VolumeSite site, Map<String, ?> status) {
    site.patchSource(Map.of("status", status));
  }

  private static void overdue(VolumeSite site) {
    Instant last = Instant.now().minus(LONG_AGO);
    age(site, LONG_AGO);
    status(
        site,
        Map.of(
            "lastSyncTime", time(last),
            "nextSyncTime", time(last.plus(Duration.ofHours(1)))));
  }

  private static void neverSynced(VolumeSite site) {
    site.store().deleteAll(site.bucket(), site.prefix() + "snapshots/");
    status(
        site,
        nulls(Map.of(), "lastSyncTime", "lastSyncDuration", "latestMoverStatus", "nextSyncTime"));
  }

  private static void stuck(VolumeSite site) {
    Instant since = Instant.now().minus(Duration.ofHours(10));
    status(site, Map.of("lastSyncStartTime", time(since)));
    condition(site, "True", "SyncInProgress", since);
  }

  private static void moved(VolumeSite site, String result, String logs) {
    status(site, Map.of("latestMoverStatus", Map.of("result", result, "logs", logs)));
  }

  private static void condition(VolumeSite site, String status, String reason, Instant since) {
    status(
        site,
        Map.of(
            "conditions",
            List.of(
                Map.of(
                    "type",
                    "Synchronizing",
                    "status",
                    status,
                    "reason",
                    reason,
                    "message",
                    reason.equals("Error") ? "unable to get the Secret" : "",
                    "lastTransitionTime",
                    time(since)))));
  }

  /** Snapshots that are younger become that old. */
  private static void age(VolumeSite site, Duration age) {
    Instant limit = Instant.now().minus(age);
    for (S3Server.Stored object : site.store().list(site.bucket(), site.prefix() + "snapshots/")) {
      if (object.lastModified().isAfter(limit)) {
        site.store().age(site.bucket(), object.key(), limit);
      }
    }
  }

  private static void withoutKey(VolumeSite site) {
    site.api()
        .patch(
            "secrets",
            site.volume().namespace(),
            site.volume().secret(),
            Map.of("data", nulls(Map.of(), "AWS_SECRET_ACCESS_KEY")));
  }

  private static String time(Instant instant) {
    return instant.truncatedTo(java.time.temporal.ChronoUnit.SECONDS).toString();
  }
}
