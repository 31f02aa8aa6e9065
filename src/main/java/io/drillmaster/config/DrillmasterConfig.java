package io.drillmaster.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code config/drillmaster.yaml} says, with every default filled in. Small, because whatever
 * can be discovered in the clusters is not configured.
 *
 * @param clusters at least one; names are unique
 * @param probes settings by name of the probe; holds every probe that the schema knows
 */
public record DrillmasterConfig(
    List<ClusterConfig> clusters,
    Map<String, ProbeSettings> probes,
    ApiConfig api,
    ManagementConfig management,
    StoreConfig store) {
  public DrillmasterConfig {
    clusters = List.copyOf(clusters);
    probes = Map.copyOf(probes);
  }

  /**
   * @param role for people: {@code hub}, {@code spoke}; empty if not said
   * @param excludedNamespaces namespaces that no probe looks into
   */
  public record ClusterConfig(
      String name, String role, ClusterAccess access, List<String> excludedNamespaces) {
    public ClusterConfig {
      excludedNamespaces = List.copyOf(excludedNamespaces);
    }
  }

  /** How the API server of a cluster is reached. */
  public sealed interface ClusterAccess {
    /** With the ServiceAccount of the pod. */
    record InCluster() implements ClusterAccess {}

    /** With a context of a kubeconfig file. */
    record Kubeconfig(Path file, String context) implements ClusterAccess {}
  }

  /**
   * @param host address to listen on
   * @param port 0 picks a free one
   * @param tokenFile file with the static bearer token for mutations; without one, mutations are
   *     refused
   * @param readsNeedToken whether GET needs the token too
   */
  public record ApiConfig(
      String host, int port, Optional<Path> tokenFile, boolean readsNeedToken) {}

  /** Where {@code /metrics} and {@code /health} are. */
  public record ManagementConfig(String host, int port) {}

  /**
   * @param directory of the embedded store and of evidence
   * @param keepResults how long results are kept
   * @param keepRuns how long runs are kept
   */
  public record StoreConfig(Path directory, Duration keepResults, Duration keepRuns) {}
}
