package io.drillmaster.cnpg;

import io.drillmaster.core.probe.Target;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Since when something has been so, where the object itself does not say. One entry for each target
 * and kind of thing; those of targets that are gone are dropped.
 */
final class Patience {
  private record Key(Target target, String what) {}

  private final Map<Key, Instant> seen = new ConcurrentHashMap<>();

  /** The first time that this was asked without an {@link #over} between. */
  Instant since(Target target, String what, Instant now) {
    return seen.computeIfAbsent(new Key(target, what), key -> now);
  }

  /** It is not so any more. */
  void over(Target target, String what) {
    seen.remove(new Key(target, what));
  }

  void retain(Set<Target> existing) {
    seen.keySet().removeIf(key -> !existing.contains(key.target()));
  }
}
