package io.drillmaster.barman;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;

/**
 * The segments of one timeline, as runs of names without a hole, in four numbers each: an archive
 * of 50,000 segments takes a few kilobytes. A run ends where the log part of the names changes,
 * unless segments are of 1 MiB: how far the last part counts is not known here.
 */
final class WalRuns {
  private static final int WIDTH = 4;
  private final long timeline;
  private final long[] runs;
  private final long count;

  /**
   * @param places by the first place of each run: its last place, and when first and last were
   *     written
   */
  WalRuns(long timeline, NavigableMap<Long, Span> places) {
    this.timeline = timeline;
    this.runs = new long[places.size() * WIDTH];
    int at = 0;
    long sum = 0;
    for (var entry : places.entrySet()) {
      Span span = entry.getValue();
      runs[at++] = entry.getKey();
      runs[at++] = span.last();
      runs[at++] = span.firstAt();
      runs[at++] = span.lastAt();
      sum += span.last() - entry.getKey() + 1;
    }
    this.count = sum;
  }

  /** Times in milliseconds since the epoch. */
  record Span(long last, long firstAt, long lastAt) {}

  static long place(WalName name) {
    return name.log() * WalName.MOST_PER_LOG + name.segment();
  }

  private WalName name(long place) {
    return new WalName(timeline, place / WalName.MOST_PER_LOG, place % WalName.MOST_PER_LOG);
  }

  long count() {
    return count;
  }

  boolean contains(WalName name) {
    long place = place(name);
    int index = indexAtOrBefore(place);
    return index >= 0 && runs[index * WIDTH + 1] >= place;
  }

  /** How many lie behind this one. */
  long countAfter(WalName name) {
    long place = place(name);
    long sum = 0;
    for (int i = runs.length - WIDTH; i >= 0 && runs[i + 1] > place; i -= WIDTH) {
      sum += runs[i + 1] - Math.max(runs[i], place + 1) + 1;
    }
    return sum;
  }

  private int indexAtOrBefore(long place) {
    int low = 0;
    int high = runs.length / WIDTH - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (runs[middle * WIDTH] <= place) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  List<WalSegments.Run> runs() {
    List<WalSegments.Run> list = new ArrayList<>(runs.length / WIDTH);
    for (int i = 0; i < runs.length; i += WIDTH) {
      list.add(run(i));
    }
    return list;
  }

  Optional<WalSegments.Segment> first() {
    return runs.length == 0 ? Optional.empty() : Optional.of(run(0).first());
  }

  Optional<WalSegments.Segment> last() {
    return runs.length == 0 ? Optional.empty() : Optional.of(run(runs.length - WIDTH).last());
  }

  private WalSegments.Run run(int at) {
    return new WalSegments.Run(
        new WalSegments.Segment(name(runs[at]), Instant.ofEpochMilli(runs[at + 2])),
        new WalSegments.Segment(name(runs[at + 1]), Instant.ofEpochMilli(runs[at + 3])));
  }
}
