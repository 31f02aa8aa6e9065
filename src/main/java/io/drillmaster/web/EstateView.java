package io.drillmaster.web;

import io.drillmaster.core.probe.Status;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where everything that is watched stands at one instant. Every rendering of the status is made of
 * this.
 *
 * @param clusters in the order of the configuration
 */
record EstateView(Instant at, List<ClusterView> clusters) {
  EstateView {
    clusters = List.copyOf(clusters);
  }

  Status status() {
    return Status.worstOf(clusters.stream().map(ClusterView::status).toList());
  }

  /** The same instant, with one cluster alone. */
  Optional<EstateView> of(String cluster) {
    return clusters.stream()
        .filter(c -> c.name().equals(cluster))
        .findFirst()
        .map(c -> new EstateView(at, List.of(c)));
  }
}
