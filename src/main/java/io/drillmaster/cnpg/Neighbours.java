package io.drillmaster.cnpg;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What stands beside the Clusters: Backups, ScheduledBackups, ObjectStores. Each kind is listed
 * once in a round, whatever the number of Clusters, and a list that was refused is asked for once
 * too.
 */
final class Neighbours {
  /**
   * @param at when it was asked for
   */
  private record Reading(
      Instant at, List<Resource> found, Optional<CouldNotLookException> refused) {}

  private final KubeCluster cluster;
  private final Map<ResourceKind, Reading> readings = new ConcurrentHashMap<>();

  Neighbours(KubeCluster cluster) {
    this.cluster = cluster;
  }

  /** Begins a round: what an earlier one read says nothing of this one. */
  void forget() {
    readings.clear();
  }

  /**
   * @param now when it is asked
   * @param notBefore an older reading is not used
   * @throws CouldNotLookException where the list cannot be had
   */
  List<Resource> all(ResourceKind kind, Instant now, Instant notBefore, Deadline deadline) {
    Reading reading =
        readings.compute(
            kind,
            (k, before) ->
                before == null || before.at().isBefore(notBefore)
                    ? read(kind, now, deadline)
                    : before);
    if (reading.refused().isPresent()) {
      throw reading.refused().get();
    }
    return reading.found();
  }

  private Reading read(ResourceKind kind, Instant now, Deadline deadline) {
    try {
      return new Reading(now, cluster.list(kind, deadline), Optional.empty());
    } catch (CouldNotLookException e) {
      return new Reading(now, List.of(), Optional.of(e));
    }
  }
}
