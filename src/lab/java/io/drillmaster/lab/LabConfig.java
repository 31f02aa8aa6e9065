package io.drillmaster.lab;

import java.nio.file.Path;
import java.util.List;

/** The configuration of a daemon that watches the lab: short intervals, free ports. */
final class LabConfig {
  private LabConfig() {}

  /**
   * @param kubeconfig with one context for each cluster
   */
  static String text(List<LabCluster> clusters, Path kubeconfig) {
    StringBuilder yaml = new StringBuilder("clusters:\n");
    for (LabCluster cluster : clusters) {
      yaml.append(
          """
            - name: %1$s
              role: "%2$s"
              api:
                kubeconfig: %3$s
                context: %1$s
          """
              .formatted(cluster.name(), cluster.role(), kubeconfig.toAbsolutePath()));
    }
    return yaml
        + """
        probes:
          volsync:
            every: 1s
            deadline: 5s
            bucketEvery: 1s
          object-store:
            every: 1s
            deadline: 5s
            inventoryEvery: 1s
            latencyWarning: 500ms
        api:
          host: 127.0.0.1
          port: 0
          token:
            file: token
        management:
          host: 127.0.0.1
          port: 0
        store:
          directory: data
        """;
  }
}
