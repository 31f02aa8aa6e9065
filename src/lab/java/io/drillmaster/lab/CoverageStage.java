package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.kube.ApiServer;
import java.util.List;
import java.util.Map;

/**
 * Where something appears that nothing backs up: a namespace of a cluster.
 *
 * @param namespace that the configuration does not leave out
 */
record CoverageStage(ApiServer api, String namespace) {
  static final String CLAIM = "uploads";
  static final String SET = "queue";
  static final String DATABASE = "crm";

  /** The configuration of the lab leaves it out. */
  static final String SCRATCH = "scratch-ci";

  private static final String CLAIMS = "persistentvolumeclaims";

  Target target(String path) {
    return new Target(api.clusterName(), "coverage", namespace, path);
  }

  Target summary() {
    return new Target(api.clusterName(), "coverage", "", "summary");
  }

  void addDatabase() {
    api.put(
        Map.of(
            "apiVersion",
            "postgresql.cnpg.io/v1",
            "kind",
            "Cluster",
            "metadata",
            Workloads.metadata(namespace, DATABASE),
            "spec",
            Map.of("instances", 1, "storage", Map.of("size", "5Gi"))));
  }

  /** Takes away everything that faults add. */
  void reset() {
    for (String claim : List.of(CLAIM, "data-" + SET + "-0", "data-" + SET + "-1")) {
      delete(CLAIMS, namespace, claim);
    }
    delete(CLAIMS, SCRATCH, CLAIM);
    delete("statefulsets.apps", namespace, SET);
    delete("clusters.postgresql.cnpg.io", namespace, DATABASE);
  }

  private void delete(String kind, String from, String name) {
    if (api.get(kind, from, name).isPresent()) {
      api.delete(kind, from, name);
    }
  }
}
