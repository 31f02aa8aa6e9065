package io.drillmaster.lab.volsync;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/**
 * When a volume was synced: what its status and its bucket agree on.
 *
 * @param created when the ReplicationSource was made
 * @param starts of its syncs, oldest first
 * @param took how long each of them worked
 * @param next when it is due again
 */
record SyncHistory(Instant created, List<Instant> starts, Duration took, Instant next) {
  private static final Duration AGE = Duration.ofDays(30);
  private static final Duration SHORTEST = Duration.ofMillis(21_417);
  private static final int SPREAD_SECONDS = 17;
  private static final Duration UNTIL_STATUS = Duration.ofSeconds(2);

  SyncHistory {
    starts = List.copyOf(starts);
  }

  /** On time until now, as its schedule says. */
  static SyncHistory onTime(BackedUpVolume volume, int syncs, Instant now) {
    Duration took = SHORTEST.plusSeconds(Math.floorMod(volume.name().hashCode(), SPREAD_SECONDS));
    return until(volume, syncs, took, now);
  }

  private static SyncHistory until(BackedUpVolume volume, int syncs, Duration took, Instant now) {
    CronTimes times = CronTimes.parse(volume.schedule()).orElseThrow();
    Deque<Instant> starts = new ArrayDeque<>();
    Instant due = times.before(now.minus(took).minus(UNTIL_STATUS));
    for (int sync = 0; sync < syncs; sync++) {
      starts.addFirst(due);
      due = times.before(due);
    }
    Instant oldest = starts.peekFirst();
    Instant monthAgo = now.minus(AGE).truncatedTo(ChronoUnit.DAYS);
    Instant created = monthAgo.isBefore(oldest) ? monthAgo : oldest.minus(AGE);
    return new SyncHistory(
        created, List.copyOf(starts), took, times.after(starts.peekLast().plus(took)));
  }

  /** When a sync had uploaded its snapshot. */
  Instant uploaded(int sync) {
    return starts.get(sync - 1).plus(took).minus(UNTIL_STATUS);
  }

  /** When the last sync ended. */
  Instant lastEnd() {
    return starts.get(starts.size() - 1).plus(took);
  }
}
