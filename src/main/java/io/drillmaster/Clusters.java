package io.drillmaster;

import io.drillmaster.cli.CannotStartException;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.kube.Fabric8Cluster;
import io.drillmaster.kube.KubeCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The clients of all clusters of the configuration. */
final class Clusters implements AutoCloseable {
  private final Map<String, KubeCluster> byName = new LinkedHashMap<>();

  private Clusters() {}

  /**
   * Makes the clients; no cluster is asked for anything yet.
   *
   * @throws CannotStartException with everything that is wrong, where a kubeconfig is missing or
   *     not understood
   */
  static Clusters connect(List<ClusterConfig> configured) {
    Clusters clusters = new Clusters();
    List<String> problems = new ArrayList<>();
    for (ClusterConfig cluster : configured) {
      try {
        clusters.byName.put(
            cluster.name(), Fabric8Cluster.connect(cluster.name(), cluster.access()));
      } catch (IllegalArgumentException e) {
        problems.add("clusters." + cluster.name() + ": " + e.getMessage());
      }
    }
    if (!problems.isEmpty()) {
      clusters.close();
      throw new CannotStartException(problems, "kubectl config get-contexts");
    }
    return clusters;
  }

  Map<String, KubeCluster> byName() {
    return Map.copyOf(byName);
  }

  @Override
  public void close() {
    byName.values().forEach(KubeCluster::close);
  }
}
