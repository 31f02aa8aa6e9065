package io.drillmaster.barman;

import io.drillmaster.barman.TimelineHistory.Switch;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The way a recovery takes to a timeline: from which segment on it reads which timeline. As in
 * PostgreSQL (xlogrecovery.c), the segment in which a timeline was left is read from the next one,
 * which has a copy of its beginning.
 *
 * @param target the timeline it leads to
 * @param legs oldest first, without a gap
 */
record TimelinePath(long target, List<Leg> legs) {
  /**
   * @param from number of its first segment
   * @param until number of the first segment that is read from the next timeline; the largest long
   *     on the last one
   * @param left where it was left; empty on the last one
   */
  record Leg(long timeline, long from, long until, Optional<Lsn> left) {
    boolean holds(long number) {
      return number >= from && number < until;
    }
  }

  static TimelinePath to(long target, List<Switch> switches, SegmentSize size) {
    List<Leg> legs = new ArrayList<>();
    long from = 0;
    for (Switch change : switches) {
      long until = Math.max(from, size.number(change.at()));
      legs.add(new Leg(change.from(), from, until, Optional.of(change.at())));
      from = until;
    }
    legs.add(new Leg(target, from, Long.MAX_VALUE, Optional.empty()));
    return new TimelinePath(target, legs);
  }

  /** Where a recovery that begins on this timeline joins; empty where it does not lead along it. */
  Optional<Leg> leg(long timeline) {
    return legs.stream().filter(leg -> leg.timeline() == timeline).findFirst();
  }

  /** Whether a position of a timeline was written before that timeline was left. */
  boolean passes(long timeline, Lsn lsn) {
    return leg(timeline)
        .filter(leg -> leg.left().map(left -> lsn.compareTo(left) <= 0).orElse(true))
        .isPresent();
  }
}
