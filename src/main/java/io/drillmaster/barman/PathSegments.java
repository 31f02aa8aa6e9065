package io.drillmaster.barman;

import io.drillmaster.barman.SegmentRanges.Hole;
import io.drillmaster.barman.TimelinePath.Leg;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The segments of an archive in the order in which a recovery along a path reads them. */
final class PathSegments {
  private final TimelinePath path;
  private final SegmentSize size;
  private final Map<Long, SegmentRanges> timelines = new HashMap<>();

  PathSegments(TimelinePath path, WalSegments wals, SegmentSize size) {
    this.path = path;
    this.size = size;
    path.legs()
        .forEach(
            leg ->
                timelines.computeIfAbsent(
                    leg.timeline(), timeline -> new SegmentRanges(wals, timeline, size)));
  }

  /** A hole on one leg of the path. */
  record PathHole(Leg leg, long first, long last, Optional<Instant> since) {}

  /** The number of the last one that is there, whatever is missing before it. */
  Optional<Long> last() {
    for (int i = path.legs().size() - 1; i >= 0; i--) {
      Leg leg = path.legs().get(i);
      Optional<Long> last = of(leg).lastBelow(leg.until()).filter(n -> n >= leg.from());
      if (last.isPresent()) {
        return last;
      }
    }
    return Optional.empty();
  }

  /** What is missing from one number to another, both included, in order. */
  List<PathHole> missing(long from, long to) {
    List<PathHole> holes = new ArrayList<>();
    for (Leg leg : path.legs()) {
      long first = Math.max(from, leg.from());
      long last = Math.min(to, leg.until() - 1);
      if (first <= last) {
        for (Hole hole : of(leg).missing(first, last)) {
          holes.add(new PathHole(leg, hole.first(), hole.last(), writtenFrom(hole.last() + 1)));
        }
      }
    }
    return holes;
  }

  private Optional<Instant> writtenFrom(long number) {
    return path.legs().stream()
        .filter(leg -> leg.until() > number)
        .flatMap(leg -> of(leg).writtenFrom(Math.max(number, leg.from()), leg.until() - 1).stream())
        .findFirst();
  }

  /** The one of this number, with the latest time that it can have; empty where it is missing. */
  Optional<WalSegments.Segment> segment(long number) {
    return leg(number)
        .flatMap(
            leg ->
                of(leg)
                    .writtenBy(number)
                    .map(at -> new WalSegments.Segment(name(leg, number), at)));
  }

  private Optional<Leg> leg(long number) {
    return path.legs().stream().filter(leg -> leg.holds(number)).findFirst();
  }

  WalName name(Leg leg, long number) {
    return WalName.of(leg.timeline(), number, size);
  }

  private SegmentRanges of(Leg leg) {
    return timelines.get(leg.timeline());
  }
}
