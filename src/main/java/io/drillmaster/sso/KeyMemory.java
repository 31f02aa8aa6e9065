package io.drillmaster.sso;

import io.drillmaster.core.probe.Target;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which signing keys an application had. A key set may change, as long as one key stays: then what
 * was signed before is still believed. There is one memory for each target that exists, of as many
 * keys as {@link SigningKeys} takes.
 */
final class KeyMemory {
  private final Duration shown;
  private final Map<Target, Known> known = new ConcurrentHashMap<>();

  /**
   * @param keys that clients are taken to have
   * @param exchangedAt since when other keys are there instead; empty where they are not
   */
  private record Known(Set<String> keys, Optional<Instant> exchangedAt) {}

  /**
   * @param shown how long an exchange is told before the new keys are taken for the known ones
   */
  KeyMemory(Duration shown) {
    this.shown = shown;
  }

  void retain(Set<Target> existing) {
    known.keySet().retainAll(existing);
  }

  /** Since when all keys that were known are gone; empty where that is not so. */
  Optional<Instant> exchanged(Target target, Set<String> now, Instant at) {
    return known.compute(target, (key, before) -> next(before, now, at)).exchangedAt();
  }

  /**
   * @param before null at first, as {@link Map#compute} has it
   */
  private Known next(Known before, Set<String> now, Instant at) {
    boolean stays = before == null || before.keys().stream().anyMatch(now::contains);
    if (stays) {
      return new Known(now, Optional.empty());
    }
    Instant since = before.exchangedAt().orElse(at);
    boolean settled = Duration.between(since, at).compareTo(shown) >= 0;
    return settled
        ? new Known(now, Optional.empty())
        : new Known(before.keys(), Optional.of(since));
  }
}
