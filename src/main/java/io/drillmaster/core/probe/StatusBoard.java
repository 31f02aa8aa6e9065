package io.drillmaster.core.probe;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** The current standing of every target, and the place where listeners hear of changes. */
public final class StatusBoard {
  /** How many recent statuses a standing keeps. */
  public static final int RECENT = 30;

  private record Key(String probe, Target target) {}

  private final Map<Key, Standing> standings = new ConcurrentHashMap<>();
  private final List<ResultListener> listeners = new CopyOnWriteArrayList<>();

  public void addListener(ResultListener listener) {
    listeners.add(listener);
  }

  /**
   * Puts a result on the board and tells the listeners. A result that started before the one
   * already there is late and is left aside, and so is the very same one again.
   */
  public void publish(ProbeResult result) {
    standings.compute(
        new Key(result.probe(), result.target()),
        (key, before) -> {
          if (before != null && isOld(result, before.latest())) {
            return before;
          }
          Standing standing = next(before, result);
          listeners.forEach(listener -> listener.onResult(standing));
          return standing;
        });
  }

  private static boolean isOld(ProbeResult result, ProbeResult latest) {
    return latest == result || latest.startedAt().isAfter(result.startedAt());
  }

  /** Puts a standing back that an earlier process left, without telling the listeners. */
  public void restore(Standing standing) {
    standings.putIfAbsent(new Key(standing.latest().probe(), standing.latest().target()), standing);
  }

  private static Standing next(Standing before, ProbeResult result) {
    if (before == null) {
      return new Standing(result, result.startedAt(), List.of(result.status()));
    }
    List<Status> recent = new ArrayList<>(before.recent());
    recent.add(result.status());
    boolean same = before.latest().status() == result.status();
    Instant since = same ? before.since() : result.startedAt();
    int surplus = Math.max(0, recent.size() - RECENT);
    return new Standing(result, since, recent.subList(surplus, recent.size()));
  }

  /** Retires every target of this probe in this cluster that is not among those that exist. */
  public void retain(String cluster, String probe, Set<Target> existing) {
    List<Key> gone =
        standings.keySet().stream()
            .filter(key -> key.probe().equals(probe) && key.target().cluster().equals(cluster))
            .filter(key -> !existing.contains(key.target()))
            .toList();
    for (Key key : gone) {
      if (standings.remove(key) != null) {
        listeners.forEach(listener -> listener.onRetired(key.probe(), key.target()));
      }
    }
  }

  /** The targets of this probe in this cluster that are on the board. */
  public Set<Target> targets(String cluster, String probe) {
    return standings.keySet().stream()
        .filter(key -> key.probe().equals(probe) && key.target().cluster().equals(cluster))
        .map(Key::target)
        .collect(java.util.stream.Collectors.toUnmodifiableSet());
  }

  /** Every standing, by cluster, probe and target. */
  public List<Standing> standings() {
    return sorted(standings.values());
  }

  private static List<Standing> sorted(Collection<Standing> standings) {
    return standings.stream()
        .sorted(
            Comparator.comparing((Standing s) -> s.latest().target().cluster())
                .thenComparing(s -> s.latest().probe())
                .thenComparing(s -> s.latest().target()))
        .toList();
  }
}
