package io.drillmaster.coverage;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.coverage.Protection.By;
import io.drillmaster.coverage.Protection.None;
import io.drillmaster.coverage.Protection.Unclear;
import io.drillmaster.coverage.Protection.Waived;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What one cluster holds that could be lost, and what protects it, as one round listed it. */
final class Estate {
  private final List<Claim> claims;
  private final List<Replicas> sets;
  private final Listing sources;
  private final Listing clusters;
  private final Exclusions exclusions;
  private final Map<String, List<String>> sourcesByClaim = new HashMap<>();
  private final Set<String> knownClusters = new HashSet<>();

  /**
   * @param sources ReplicationSources of VolSync
   * @param clusters Clusters of CloudNativePG
   */
  Estate(
      List<Claim> all,
      List<Resource> statefulSets,
      Listing sources,
      Listing clusters,
      Exclusions exclusions) {
    this.claims = all.stream().filter(claim -> !claim.isTemporary()).toList();
    this.sets = statefulSets.stream().map(set -> Replicas.of(set, claims)).toList();
    this.sources = sources;
    this.clusters = clusters;
    this.exclusions = exclusions;
    sources.known().forEach(this::index);
    clusters.known().forEach(found -> knownClusters.add(new Database(found).key()));
  }

  /** A source whose field is odd protects nothing; its own probe says what is wrong with it. */
  private void index(Resource source) {
    try {
      source
          .string("spec.sourcePVC")
          .map(claim -> source.namespace() + "/" + claim)
          .ifPresent(
              key ->
                  sourcesByClaim.computeIfAbsent(key, k -> new ArrayList<>()).add(source.name()));
    } catch (OddFieldException e) {
      // its claim is then without a backup, and says so
    }
  }

  /** The claims that answer for themselves; those of a known Cluster are part of it. */
  List<Claim> claims() {
    return claims.stream().filter(claim -> clusterOf(claim).isEmpty()).toList();
  }

  private Optional<String> clusterOf(Claim claim) {
    return claim
        .database()
        .map(name -> claim.namespace() + "/" + name)
        .filter(key -> clusters.refusal().isPresent() || knownClusters.contains(key));
  }

  List<Replicas> sets() {
    return sets;
  }

  /** The Clusters; where they could not be listed, those that claims tell of. */
  List<Database> clusters() {
    if (clusters.refusal().isEmpty()) {
      return clusters.known().stream().map(Database::new).toList();
    }
    return claims.stream()
        .flatMap(claim -> claim.database().stream().map(name -> named(claim.namespace(), name)))
        .distinct()
        .map(Database::new)
        .toList();
  }

  private static Resource named(String namespace, String name) {
    Map<String, Object> metadata = Map.of("namespace", namespace, "name", name);
    return new Resource(Map.of("kind", "Cluster", "metadata", metadata));
  }

  Listing sources() {
    return sources;
  }

  Listing clusterList() {
    return clusters;
  }

  List<Exclusion> unusedExclusions() {
    return exclusions.unused(
        Stream.of(
                claims.stream().map(Claim::resource),
                sets.stream().map(Replicas::resource),
                clusters.known().stream())
            .flatMap(objects -> objects)
            .toList());
  }

  Protection of(Claim claim) {
    List<String> backups = sourcesByClaim.getOrDefault(claim.key(), List.of());
    if (!backups.isEmpty()) {
      return new By("ReplicationSource " + String.join(", ", backups));
    }
    Optional<LeftOut> leftOut = exclusions.of(claim.resource()).or(() -> withItsSet(claim));
    return leftOut.isPresent() ? new Waived(leftOut.get()) : otherwise(sources.refusal());
  }

  private Optional<LeftOut> withItsSet(Claim claim) {
    return setsOf(claim).stream()
        .flatMap(set -> of(set).stream())
        .map(found -> new LeftOut(found.reason(), found.where() + " of its StatefulSet"))
        .findFirst();
  }

  /** Why a StatefulSet with all of its claims is left out; empty where it is not. */
  Optional<LeftOut> of(Replicas set) {
    return exclusions.of(set.resource());
  }

  Protection of(Database cluster) {
    Optional<String> backup = cluster.backup();
    if (backup.isPresent()) {
      return new By(backup.get());
    }
    Optional<LeftOut> leftOut = exclusions.of(cluster.resource());
    return leftOut.isPresent() ? new Waived(leftOut.get()) : otherwise(clusters.refusal());
  }

  private static Protection otherwise(Optional<Finding> refusal) {
    return refusal.<Protection>map(Unclear::new).orElseGet(None::new);
  }

  List<Replicas> setsOf(Claim claim) {
    return sets.stream().filter(set -> set.claims().contains(claim)).toList();
  }
}
