package io.drillmaster.barman;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** Gathers segments in any order into {@link WalSegments}; what comes twice counts once. */
final class WalCollector {
  private static final int MOST_DAMAGED = 1000;

  private final Map<Long, NavigableMap<Long, WalRuns.Span>> timelines = new TreeMap<>();
  private final NavigableMap<WalName, Long> damaged = new TreeMap<>();
  private final NavigableSet<WalName> partials = new TreeSet<>();
  private final Map<Long, Long> plainSizes = new HashMap<>();
  private final OddCollector odd = new OddCollector();
  private final Optional<SegmentSize> size;
  private String lastOdd = "";
  private long bytes;

  /**
   * @param size that an uncompressed segment must have, where it is known
   */
  WalCollector(Optional<SegmentSize> size) {
    this.size = size;
  }

  /** Begins with what is known already. */
  WalCollector(Optional<SegmentSize> size, WalSegments known) {
    this(size);
    for (long timeline : known.timelines()) {
      NavigableMap<Long, WalRuns.Span> spans = spans(timeline);
      for (WalSegments.Run run : known.runs(timeline)) {
        spans.put(
            WalRuns.place(run.first().name()),
            new WalRuns.Span(
                WalRuns.place(run.last().name()),
                run.first().lastModified().toEpochMilli(),
                run.last().lastModified().toEpochMilli()));
      }
    }
    damaged.putAll(known.damaged());
    partials.addAll(known.partials());
    known.plainSize().ifPresent(plain -> plainSizes.put((long) plain.bytes(), 1L));
    bytes = known.bytes();
    odd.addAll(known.odd());
    lastOdd = known.lastOdd();
  }

  /** One more object of the archive, whatever it is. */
  void weigh(long more) {
    bytes += more;
  }

  /** What barman did not write; keys come in order, and those that came before count once. */
  void odd(String key, long length) {
    if (key.compareTo(lastOdd) > 0) {
      odd.add(key);
      lastOdd = key;
      bytes += length;
    }
  }

  void partial(WalName name, long length) {
    if (partials.add(name)) {
      bytes += length;
    }
  }

  /**
   * @param isPlain not compressed, so that its length is that of a segment
   */
  void segment(WalName name, long length, boolean isPlain, Instant lastModified) {
    if (isDamaged(length, isPlain)) {
      if (damaged.size() < MOST_DAMAGED && !contains(name)) {
        damaged.put(name, length);
      }
      return;
    }
    damaged.remove(name);
    if (isPlain) {
      plainSizes.merge(length, 1L, Long::sum);
    }
    if (add(spans(name.timeline()), WalRuns.place(name), lastModified.toEpochMilli())) {
      bytes += length;
    }
  }

  private boolean isDamaged(long length, boolean isPlain) {
    if (!isPlain) {
      return length == 0;
    }
    return size.map(right -> right.bytes() != length)
        .orElseGet(() -> SegmentSize.of(length).isEmpty());
  }

  private NavigableMap<Long, WalRuns.Span> spans(long timeline) {
    return timelines.computeIfAbsent(timeline, t -> new TreeMap<>());
  }

  boolean contains(WalName name) {
    long place = WalRuns.place(name);
    return Optional.ofNullable(timelines.get(name.timeline()))
        .flatMap(spans -> Optional.ofNullable(spans.floorEntry(place)))
        .filter(span -> span.getValue().last() >= place)
        .isPresent();
  }

  /** False where it is there already; then only the times of a run are brought up to date. */
  private static boolean add(NavigableMap<Long, WalRuns.Span> spans, long place, long at) {
    var before = spans.floorEntry(place);
    if (before != null && before.getValue().last() >= place) {
      WalRuns.Span span = before.getValue();
      long firstAt = before.getKey() == place ? at : span.firstAt();
      long lastAt = span.last() == place ? at : span.lastAt();
      spans.put(before.getKey(), new WalRuns.Span(span.last(), firstAt, lastAt));
      return false;
    }
    long first = place;
    long firstAt = at;
    if (before != null && before.getValue().last() == place - 1) {
      first = before.getKey();
      firstAt = before.getValue().firstAt();
    }
    WalRuns.Span after = spans.remove(place + 1);
    spans.put(
        first,
        after == null
            ? new WalRuns.Span(place, firstAt, at)
            : new WalRuns.Span(after.last(), firstAt, after.lastAt()));
    return true;
  }

  WalSegments collected() {
    NavigableMap<Long, WalRuns> runs = new TreeMap<>();
    timelines.forEach(
        (timeline, spans) -> {
          if (!spans.isEmpty()) {
            runs.put(timeline, new WalRuns(timeline, spans));
          }
        });
    Optional<SegmentSize> plain =
        plainSizes.entrySet().stream()
            .max(Map.Entry.comparingByValue())
            .flatMap(entry -> SegmentSize.of(entry.getKey()));
    return new WalSegments(
        runs,
        new TreeMap<>(damaged),
        new TreeSet<>(partials),
        new WalSegments.Rest(plain, bytes, odd.collected(), lastOdd));
  }
}
