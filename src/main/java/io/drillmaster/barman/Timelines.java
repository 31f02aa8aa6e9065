package io.drillmaster.barman;

import io.drillmaster.barman.Break.Kind;
import io.drillmaster.barman.Breaks.Missing;
import io.drillmaster.barman.TimelineHistory.Switch;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which timeline a recovery to {@code latest} follows, and on which way. PostgreSQL (timeline.c,
 * findNewestTimeLine) asks for the history of the next timeline, and the next, until there is none:
 * one that is missing hides all that come after it.
 */
final class Timelines {
  /** No archive has this many timelines above a backup. */
  private static final long MOST = 10_000;

  private final Archive archive;
  private final Map<Long, TimelineHistory> histories = new TreeMap<>();

  Timelines(Archive archive) {
    this.archive = archive;
    archive.histories().forEach(history -> histories.put(history.timeline(), history));
  }

  /** The timeline that a recovery of a backup from this timeline ends on. */
  long target(long timeline) {
    long target = timeline;
    while (histories.containsKey(target + 1)) {
      target++;
    }
    return target;
  }

  /** Without a history that can be read, the timeline is taken to stand alone. */
  TimelinePath path(long target, SegmentSize size) {
    List<Switch> switches =
        Optional.ofNullable(histories.get(target)).map(TimelineHistory::switches).orElse(List.of());
    return TimelinePath.to(target, switches, size);
  }

  /** Histories between the oldest backup's timeline and the newest timeline. */
  void check(List<BaseBackup> backups, Breaks breaks) {
    long lowest = backups.stream().mapToLong(Timelines::timeline).min().orElse(Long.MAX_VALUE);
    long highest = highest();
    for (long t = lowest + 1; t <= highest && t - lowest < MOST; t++) {
      long timeline = t;
      List<BaseBackup> below = backups.stream().filter(b -> timeline(b) < timeline).toList();
      Optional<TimelineHistory> history = Optional.ofNullable(histories.get(timeline));
      if (history.isEmpty()) {
        breaks.add(missing(timeline), List.of(), below);
      } else if (!history.get().isReadable()) {
        List<String> key = List.of(history.get().key());
        Optional<Instant> since = Optional.of(history.get().lastModified());
        breaks.add(new Missing(Kind.HISTORY_UNREADABLE, key, 1, since, false), List.of(), below);
      }
    }
  }

  private Missing missing(long timeline) {
    String key = archive.root() + "wals/" + TimelineHistory.name(timeline);
    Optional<Instant> since =
        archive
            .wals()
            .first(timeline)
            .map(WalSegments.Segment::lastModified)
            .or(() -> above(timeline));
    return new Missing(Kind.HISTORY_MISSING, List.of(key), 1, since, true);
  }

  private Optional<Instant> above(long timeline) {
    return histories.values().stream()
        .filter(history -> history.timeline() > timeline)
        .map(TimelineHistory::lastModified)
        .min(Instant::compareTo);
  }

  private long highest() {
    long ofHistories = histories.keySet().stream().mapToLong(Long::longValue).max().orElse(0);
    long ofWals = archive.wals().isEmpty() ? 0 : archive.wals().timelines().last();
    return Math.max(ofHistories, ofWals);
  }

  /** Of a finished backup. */
  static long timeline(BaseBackup backup) {
    return backup.info().flatMap(info -> info.begin().wal()).map(WalName::timeline).orElse(0L);
  }
}
