package io.drillmaster.volsync;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.restic.ResticRepository.Lock;
import io.drillmaster.restic.ResticRepository.Snapshots;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.volsync.RepositoryReadings.Reading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Is what the status promises really in the bucket? */
record RepositoryQuestions(Case asked, Reading reading) {
  /** How far the clocks of cluster and store may differ before a snapshot counts as older. */
  private static final Duration CLOCKS = Duration.ofMinutes(2);

  private static final Duration LONGEST_SYNC_WITHOUT_SCHEDULE = Duration.ofHours(1);

  /** {@code snapshot}: the newest object under {@code snapshots/} belongs to the last sync. */
  Check snapshot() {
    Optional<Instant> lastSync = asked.lastSync();
    Snapshots snapshots = reading.snapshots();
    if (snapshots.newest().isEmpty() || !reading.initialised()) {
      return lastSync.isEmpty()
          ? Check.passed("snapshot", "none before the first sync", "none yet")
          : Check.failed("snapshot", missing(lastSync.get()));
    }
    Instant newest = snapshots.newest().get();
    Optional<Instant> begun = lastSync.map(this::begunBy);
    if (begun.isPresent() && newest.isBefore(begun.get().minus(CLOCKS))) {
      return Check.failed("snapshot", notAdvancing(newest, lastSync.get()));
    }
    String expected = begun.map(b -> "newest not before " + TimeWords.time(b)).orElse("any");
    return Check.passed("snapshot", expected, snapshots.count() + ", newest " + asked.told(newest));
  }

  /** When the last sync began at the earliest: its snapshot cannot be older. */
  private Instant begunBy(Instant lastSync) {
    return asked
        .source()
        .lastSyncDuration()
        .map(lastSync::minus)
        .or(() -> asked.schedule().map(times -> times.lastUntil(lastSync)))
        .orElseGet(() -> lastSync.minus(LONGEST_SYNC_WITHOUT_SCHEDULE));
  }

  private Finding missing(Instant lastSync) {
    String observed =
        reading.initialised() ? "no snapshot" : "no restic repository (no config or no key)";
    return Finding.critical(
            "snapshot-missing",
            "%s says it was synced, but there is no snapshot in %s."
                .formatted(asked.what(), place()))
        .expected("a snapshot of " + TimeWords.time(lastSync))
        .observed(observed)
        .next(secret())
        .runbook("docs/runbooks/BackupStale.md");
  }

  private Finding notAdvancing(Instant newest, Instant lastSync) {
    return Finding.critical(
            "snapshot-not-advancing",
            "%s says it was synced, but the newest snapshot in %s is older than that."
                .formatted(asked.what(), place()))
        .expected("a snapshot of " + TimeWords.time(lastSync))
        .observed("newest snapshot " + asked.told(newest))
        .next(asked.describe())
        .runbook("docs/runbooks/BackupStale.md");
  }

  /** {@code locks}: none that was left behind. */
  Check locks() {
    Instant limit = asked.now().minus(asked.thresholds().staleLockAfter());
    List<Lock> stale =
        reading.locks().stream().filter(lock -> lock.writtenAt().isBefore(limit)).toList();
    String expected = "none older than " + TimeWords.duration(asked.thresholds().staleLockAfter());
    if (stale.isEmpty()) {
      return Check.passed("locks", expected, reading.locks().isEmpty() ? "none" : "in use");
    }
    return Check.failed("locks", stale(stale, expected));
  }

  private Finding stale(List<Lock> stale, String expected) {
    return Finding.warning(
            "stale-lock",
            "The repository of %s holds a lock that nobody renews: pruning and perhaps syncs wait"
                    .formatted(asked.what())
                + " for it.")
        .expected(expected)
        .observed(
            "%d stale, the oldest written %s"
                .formatted(stale.size(), asked.told(stale.get(0).writtenAt())))
        .next(
            asked.command(
                "patch replicationsource %s --type merge -p '{\"spec\":{\"restic\":{\"unlock\":\"%d\"}}}'"
                    .formatted(asked.source().name(), asked.now().getEpochSecond())))
        .runbook("docs/runbooks/MoverFailed.md");
  }

  private String place() {
    BucketLocation location = reading.resolved().location();
    return "s3://" + location.bucket() + "/" + location.prefix();
  }

  private String secret() {
    String maker =
        reading.resolved().externalSecret().map(by -> "externalsecret/" + by + " ").orElse("");
    return asked.command("describe " + maker + "secret/" + asked.source().repository().orElse(""));
  }
}
