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
 * @param between what is declared of the ways between the clusters
 */
public record DrillmasterConfig(
    List<ClusterConfig> clusters,
    Map<String, ProbeSettings> probes,
    ApiConfig api,
    ManagementConfig management,
    StoreConfig store,
    Between between) {
  public DrillmasterConfig {
    clusters = List.copyOf(clusters);
    probes = Map.copyOf(probes);
  }

  /** One that declares nothing of the ways between the clusters. */
  public DrillmasterConfig(
      List<ClusterConfig> clusters,
      Map<String, ProbeSettings> probes,
      ApiConfig api,
      ManagementConfig management,
      StoreConfig store) {
    this(clusters, probes, api, management, store, Between.NONE);
  }

  /**
   * Whether a probe looks at a cluster: it is enabled, and where it only looks at what is declared,
   * something is declared for this cluster.
   */
  public boolean looks(String probe, ClusterConfig cluster) {
    ProbeSettings settings = probes.get(probe);
    return settings != null && settings.enabled() && isDeclared(probe, cluster);
  }

  private boolean isDeclared(String probe, ClusterConfig cluster) {
    return switch (probe) {
      case "sso" -> between.sso().isPresent() && cluster.local();
      case "network-path" ->
          between.paths().stream().anyMatch(path -> path.from().equals(cluster.name()));
      case "telemetry-metrics" -> cluster.telemetry().flatMap(TelemetryConfig::metrics).isPresent();
      case "telemetry-logs" -> cluster.telemetry().flatMap(TelemetryConfig::logs).isPresent();
      default -> true;
    };
  }

  /**
   * @param role for people: {@code hub}, {@code spoke}; empty if not said
   * @param excludedNamespaces namespaces that no probe looks into
   * @param local whether this daemon runs within the network of the cluster
   * @param telemetry where telemetry arrives; empty where nothing is said of it
   */
  public record ClusterConfig(
      String name,
      String role,
      ClusterAccess access,
      List<String> excludedNamespaces,
      boolean local,
      Optional<TelemetryConfig> telemetry) {
    public ClusterConfig {
      excludedNamespaces = List.copyOf(excludedNamespaces);
    }

    /** One of which nothing is said about telemetry. */
    public ClusterConfig(
        String name,
        String role,
        ClusterAccess access,
        List<String> excludedNamespaces,
        boolean local) {
      this(name, role, access, excludedNamespaces, local, Optional.empty());
    }

    /** One that this daemon runs in where it is reached from within. */
    public ClusterConfig(
        String name, String role, ClusterAccess access, List<String> excludedNamespaces) {
      this(
          name,
          role,
          access,
          excludedNamespaces,
          access instanceof ClusterAccess.InCluster,
          Optional.empty());
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
