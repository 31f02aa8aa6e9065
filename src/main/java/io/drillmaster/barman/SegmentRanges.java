package io.drillmaster.barman;

import io.drillmaster.barman.WalSegments.Run;
import io.drillmaster.barman.WalSegments.Segment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The segments of a timeline by their numbers, which know no border between logs. */
final class SegmentRanges {
  private final List<Range> ranges = new ArrayList<>();

  /** Segments from first to last, both there, and when these two were written. */
  record Range(long first, long last, Instant firstAt, Instant lastAt) {
    long count() {
      return last - first + 1;
    }
  }

  SegmentRanges(WalSegments wals, long timeline, SegmentSize size) {
    for (Run run : wals.runs(timeline)) {
      if (run.last().name().segment() < size.perLog()) {
        add(size, run.first(), run.last());
      }
    }
  }

  private void add(SegmentSize size, Segment from, Segment to) {
    long first = from.name().number(size);
    long last = to.name().number(size);
    int end = ranges.size() - 1;
    if (end >= 0 && ranges.get(end).last() + 1 == first) {
      Range before = ranges.get(end);
      ranges.set(end, new Range(before.first(), last, before.firstAt(), to.lastModified()));
    } else {
      ranges.add(new Range(first, last, from.lastModified(), to.lastModified()));
    }
  }

  /** What is not there between two numbers, both included. */
  List<Hole> missing(long from, long to) {
    List<Hole> holes = new ArrayList<>();
    long next = from;
    for (int i = indexEndingAtOrAfter(from); i < ranges.size() && next <= to; i++) {
      Range range = ranges.get(i);
      if (range.first() > next) {
        holes.add(new Hole(next, Math.min(to, range.first() - 1)));
      }
      next = Math.max(next, range.last() + 1);
    }
    if (next <= to) {
      holes.add(new Hole(next, to));
    }
    return holes;
  }

  /** Numbers from first to last that are missing. */
  record Hole(long first, long last) {
    long count() {
      return last - first + 1;
    }
  }

  private int indexEndingAtOrAfter(long number) {
    int low = 0;
    int high = ranges.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ranges.get(middle).last() < number) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** When the first segment at this number or behind it was written, up to a limit. */
  Optional<Instant> writtenFrom(long number, long limit) {
    int index = indexEndingAtOrAfter(number);
    return index < ranges.size() && ranges.get(index).first() <= limit
        ? Optional.of(ranges.get(index).firstAt())
        : Optional.empty();
  }

  /** When this one was written, at the latest; empty where it is missing. */
  Optional<Instant> writtenBy(long number) {
    int index = indexEndingAtOrAfter(number);
    return index < ranges.size() && ranges.get(index).first() <= number
        ? Optional.of(ranges.get(index).lastAt())
        : Optional.empty();
  }

  /** The highest number below a limit. */
  Optional<Long> lastBelow(long limit) {
    for (int i = ranges.size() - 1; i >= 0; i--) {
      if (ranges.get(i).first() < limit) {
        return Optional.of(Math.min(ranges.get(i).last(), limit - 1));
      }
    }
    return Optional.empty();
  }

  /** What is missing between the first and the last of them. */
  List<Hole> holes() {
    return ranges.isEmpty()
        ? List.of()
        : missing(ranges.get(0).first(), ranges.get(ranges.size() - 1).last());
  }
}
