package io.drillmaster.lab.secrets;

import io.drillmaster.lab.kube.Key;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When each object is looked at next. One that fails waits twice as long each time, from a second
 * up to seven minutes, as the rate limiter of External Secrets 2.9.
 */
final class WorkQueue {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofMinutes(7);
  private static final int MOST_DOUBLINGS = 20;

  private final Map<Key, Instant> due = new ConcurrentHashMap<>();
  private final Map<Key, Integer> failures = new ConcurrentHashMap<>();

  void now(Key key) {
    due.put(key, Instant.EPOCH);
  }

  void at(Key key, Instant when) {
    failures.remove(key);
    due.merge(key, when, (a, b) -> a.isBefore(b) ? a : b);
  }

  void failed(Key key) {
    int before = failures.merge(key, 1, Integer::sum) - 1;
    Duration pause = FIRST.multipliedBy(1L << Math.min(before, MOST_DOUBLINGS));
    due.put(key, Instant.now().plus(pause.compareTo(LONGEST) < 0 ? pause : LONGEST));
  }

  void forget(Key key) {
    due.remove(key);
    failures.remove(key);
  }

  /** Takes out what is due. */
  List<Key> take() {
    Instant now = Instant.now();
    List<Key> taken =
        due.entrySet().stream()
            .filter(entry -> !entry.getValue().isAfter(now))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    taken.forEach(due::remove);
    return taken;
  }
}
