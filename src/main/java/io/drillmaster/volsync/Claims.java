package io.drillmaster.volsync;

import io.drillmaster.kube.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The PersistentVolumeClaims of a cluster as one list told them, so that a round asks once instead
 * of once for each source.
 */
final class Claims {
  private record Reading(Instant at, Set<String> names) {}

  private static final Reading NONE = new Reading(Instant.MIN, Set.of());

  private volatile Reading reading = NONE;

  /** Begins a round without any: what an earlier round read says nothing of this one. */
  void forget() {
    reading = NONE;
  }

  void take(List<Resource> claims, Instant at) {
    reading =
        new Reading(
            at,
            claims.stream().map(c -> c.namespace() + "/" + c.name()).collect(Collectors.toSet()));
  }

  /** Empty where nothing was read that is fresh enough; then the claim has to be asked for. */
  Optional<Boolean> exists(String namespace, String name, Instant notBefore) {
    Reading now = reading;
    return now == NONE || now.at().isBefore(notBefore)
        ? Optional.empty()
        : Optional.of(now.names().contains(namespace + "/" + name));
  }
}
