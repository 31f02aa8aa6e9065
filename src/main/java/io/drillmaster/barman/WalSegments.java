package io.drillmaster.barman;

import java.time.Instant;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;

/** The WAL segments of an archive, whatever they are compressed with. Immutable, and small. */
public final class WalSegments {
  private final NavigableMap<Long, WalRuns> timelines;
  private final NavigableMap<WalName, Long> damaged;
  private final NavigableSet<WalName> partials;
  private final Rest rest;

  WalSegments(
      NavigableMap<Long, WalRuns> timelines,
      NavigableMap<WalName, Long> damaged,
      NavigableSet<WalName> partials,
      Rest rest) {
    this.timelines = Collections.unmodifiableNavigableMap(timelines);
    this.damaged = Collections.unmodifiableNavigableMap(damaged);
    this.partials = Collections.unmodifiableNavigableSet(partials);
    this.rest = rest;
  }

  /**
   * What else is known of {@code wals/}.
   *
   * @param lastOdd the highest key of an odd object; empty where there is none
   */
  record Rest(Optional<SegmentSize> plainSize, long bytes, OddObjects odd, String lastOdd) {}

  /** No segment at all. */
  public static WalSegments none() {
    return new WalCollector(Optional.empty()).collected();
  }

  /**
   * @param lastModified when it came into the archive; what it holds is older
   */
  public record Segment(WalName name, Instant lastModified) {}

  /** Segments without a hole between the two. */
  public record Run(Segment first, Segment last) {}

  public boolean isEmpty() {
    return count() == 0;
  }

  /** How many whole segments there are. */
  public long count() {
    return timelines.values().stream().mapToLong(WalRuns::count).sum();
  }

  public long bytes() {
    return rest.bytes();
  }

  /** The timelines that have segments. */
  public NavigableSet<Long> timelines() {
    return timelines.navigableKeySet();
  }

  public boolean contains(WalName name) {
    return timelines.containsKey(name.timeline()) && timelines.get(name.timeline()).contains(name);
  }

  /** How many of its timeline lie behind it. */
  long countAfter(WalName name) {
    return timelines.containsKey(name.timeline())
        ? timelines.get(name.timeline()).countAfter(name)
        : 0;
  }

  /** The one that came last, whatever its timeline: when archiving worked for the last time. */
  public Optional<Segment> newest() {
    return timelines.keySet().stream()
        .flatMap(timeline -> runs(timeline).stream())
        .map(Run::last)
        .max(Comparator.comparing(Segment::lastModified).thenComparing(Segment::name));
  }

  /** The lowest name of a timeline. */
  public Optional<Segment> first(long timeline) {
    return Optional.ofNullable(timelines.get(timeline)).flatMap(WalRuns::first);
  }

  /** The highest name of a timeline. */
  public Optional<Segment> last(long timeline) {
    return Optional.ofNullable(timelines.get(timeline)).flatMap(WalRuns::last);
  }

  /**
   * Runs of a timeline in the order of their names. Two that touch may stand apart where the log
   * part of the names changes.
   */
  public List<Run> runs(long timeline) {
    return Optional.ofNullable(timelines.get(timeline)).map(WalRuns::runs).orElse(List.of());
  }

  /**
   * Objects with the name of a segment that hold none: empty, or uncompressed and of a length that
   * no segment has. With their lengths; the first thousand. They are in no run.
   */
  public NavigableMap<WalName, Long> damaged() {
    return damaged;
  }

  /** The unfinished last segments of timelines that were left by a promotion. */
  public NavigableSet<WalName> partials() {
    return partials;
  }

  /** The length of the uncompressed ones; empty where all are compressed. */
  public Optional<SegmentSize> plainSize() {
    return rest.plainSize();
  }

  /** What barman did not write below {@code wals/}. */
  OddObjects odd() {
    return rest.odd();
  }

  String lastOdd() {
    return rest.lastOdd();
  }
}
