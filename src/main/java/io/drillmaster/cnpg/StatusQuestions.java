package io.drillmaster.cnpg;

import io.drillmaster.barman.Archive;
import io.drillmaster.barman.BaseBackup;
import io.drillmaster.cnpg.Archives.Reading;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Do the objects of the API say what the bucket says? The plugin writes {@code
 * status.serverRecoveryWindow} of its ObjectStore after each backup and every half hour; the backup
 * fields of the Cluster are not written any more once a plugin is used, so that they are compared
 * only without one.
 */
record StatusQuestions(Case asked, Destination.InArchive archive, Timeliness time) {
  /** Clocks of primary and of object store, and fractions of seconds. */
  private static final Duration TOLERANCE = Duration.ofMinutes(2);

  /** How long the status may lag behind: two rounds of the plugin. */
  private static final Duration LAG = Duration.ofHours(1);

  /** What a status says of the archive. */
  private record Window(Optional<Instant> first, Optional<Instant> last) {}

  /** The latest end of a backup that the API tells: a reading of the bucket before it is stale. */
  Optional<Instant> news() {
    return java.util.stream.Stream.concat(
            time.backups().stream()
                .filter(TakenBackup::isCompleted)
                .flatMap(backup -> backup.stoppedAt().stream()),
            window().stream().flatMap(window -> window.last().stream()))
        .max(Comparator.naturalOrder());
  }

  /** Empty where the status has no such field; then nothing is promised. */
  private Optional<Window> window() {
    if (archive.objectStore().isEmpty()) {
      Resource cluster = asked.database().resource();
      Optional<Instant> last = cluster.instant("status.lastSuccessfulBackup");
      return last.map(end -> new Window(Optional.empty(), last));
    }
    return archive
        .objectStore()
        .get()
        .object("status.serverRecoveryWindow")
        .map(servers -> servers.get(archive.serverName()))
        .map(server -> new Resource(new LinkedHashMap<>(Map.of("window", server))))
        .map(
            server ->
                new Window(
                    server.instant("window.firstRecoverabilityPoint"),
                    server.instant("window.lastSuccessfulBackupTime")));
  }

  /** {@code status}: whether it can be believed. */
  Check status(Reading reading) {
    Optional<Finding> trouble =
        promised(reading.archive())
            .or(() -> completed(reading.archive()))
            .or(() -> promisedFirst(reading.archive()))
            .or(() -> behind(reading.archive()));
    return trouble
        .map(finding -> Check.failed("status", finding))
        .orElseGet(
            () -> Check.passed("status", "what the bucket says", told(newest(reading.archive()))));
  }

  private static Optional<Instant> newest(Archive archive) {
    return archive.newestDone().flatMap(Timeliness::end);
  }

  private static Optional<Instant> oldest(Archive archive) {
    return archive.backups().stream()
        .filter(BaseBackup::isDone)
        .flatMap(backup -> Timeliness.end(backup).stream())
        .min(Comparator.naturalOrder());
  }

  private String told(Optional<Instant> end) {
    return end.map(at -> "newest base backup " + TimeWords.time(at)).orElse("no base backup");
  }

  /** The status promises a newer backup than there is. */
  private Optional<Finding> promised(Archive bucket) {
    Optional<Instant> last = window().flatMap(Window::last);
    boolean kept =
        last.isEmpty()
            || newest(bucket).filter(end -> !last.get().isAfter(end.plus(TOLERANCE))).isPresent();
    return kept
        ? Optional.empty()
        : Optional.of(
            disagrees(
                "promises a backup that is not in the bucket",
                "newest base backup " + TimeWords.time(last.get()),
                told(newest(bucket))));
  }

  /** A Backup says completed, and its folder is not there. Older ones may have been deleted. */
  private Optional<Finding> completed(Archive bucket) {
    List<TakenBackup> done =
        time.backups().stream()
            .filter(TakenBackup::isCompleted)
            .filter(TakenBackup::isInArchive)
            .filter(backup -> backup.id().isPresent())
            .filter(
                backup ->
                    backup.serverName().orElse(archive.serverName()).equals(archive.serverName()))
            .toList();
    if (done.isEmpty()) {
      return Optional.empty();
    }
    TakenBackup newest = done.get(done.size() - 1);
    boolean there =
        bucket.backups().stream()
            .anyMatch(backup -> backup.isDone() && backup.id().equals(newest.id().get()));
    return there
        ? Optional.empty()
        : Optional.of(
            disagrees(
                "says that Backup " + newest.name() + " was completed, which is not in the bucket",
                "base/" + newest.id().get() + ", finished",
                told(newest(bucket))));
  }

  /** The status promises older restore points than there are; after a deletion it lags a little. */
  private Optional<Finding> promisedFirst(Archive bucket) {
    Optional<Instant> first = window().flatMap(Window::first);
    Optional<Instant> oldest = oldest(bucket);
    boolean lost =
        first.isPresent()
            && oldest.filter(end -> first.get().plus(TOLERANCE).isBefore(end)).isPresent();
    if (!lost) {
      asked.patience().over(asked.target(), "first");
      return Optional.empty();
    }
    Instant since = asked.since("first");
    return since.plus(asked.thresholds().unhealthyAfter()).isAfter(asked.now())
        ? Optional.empty()
        : Optional.of(
            disagrees(
                "promises restore points that are not in the bucket",
                "restore points from " + TimeWords.time(first.get()),
                "restore points from " + TimeWords.time(oldest.get())));
  }

  /** The status does not know what has long been there. */
  private Optional<Finding> behind(Archive bucket) {
    Optional<Instant> newest = newest(bucket);
    boolean old =
        newest
            .filter(end -> end.plus(LAG).isBefore(asked.now()))
            .filter(end -> !isNewlyWatched())
            .isPresent();
    if (!archive.usesPlugin() || !old || asked.database().isHibernated()) {
      return Optional.empty();
    }
    Optional<Instant> last = window().flatMap(Window::last);
    boolean knows = last.filter(end -> !end.plus(TOLERANCE).isBefore(newest.get())).isPresent();
    return knows
        ? Optional.empty()
        : Optional.of(
            disagrees(
                "does not know the newest base backup",
                told(newest),
                last.map(at -> "newest base backup " + TimeWords.time(at))
                    .orElse("no recovery window for server name " + archive.serverName())));
  }

  /** The plugin was taken into use so lately that it may not have written its status yet. */
  private boolean isNewlyWatched() {
    return archive
        .objectStore()
        .flatMap(store -> store.instant("metadata.creationTimestamp"))
        .filter(created -> created.plus(LAG).isAfter(asked.now()))
        .isPresent();
  }

  private Finding disagrees(String how, String expected, String observed) {
    return Finding.warning(
            "status-disagrees", "The status of %s %s: do not rely on it.".formatted(subject(), how))
        .expected(expected)
        .observed(observed)
        .next(
            archive.usesPlugin()
                ? asked.command(
                    "get objectstore.barmancloud.cnpg.io %s -o yaml"
                        .formatted(archive.store().holder().name()))
                : asked.describe())
        .runbook("docs/runbooks/ArchiveIncomplete.md");
  }

  private String subject() {
    return archive.usesPlugin() ? archive.store().what() + " for " + asked.what() : asked.what();
  }
}
