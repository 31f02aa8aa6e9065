package io.drillmaster;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.verify.VerifyBackups;
import io.drillmaster.verify.VerifyCrossCluster;
import io.drillmaster.verify.VerifyCrossCluster.Component;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The kinds of runs that there are. */
final class Kinds {
  /**
   * Which probes a verification of a component asks, causes before effects. A probe that belongs to
   * none of them is a component by itself.
   */
  private static final Map<String, List<String>> COMPONENTS =
      new TreeMap<>(
          Map.of(
              "volsync",
              List.of("object-store", "volsync"),
              "cnpg",
              List.of("object-store", "cnpg")));

  /** Probes of the ways between clusters, causes before effects; they are no backups. */
  private static final List<String> CROSS_CLUSTER =
      List.of("network-path", "telemetry-metrics", "telemetry-logs", "sso");

  private Kinds() {}

  static List<PlanFactory> of(DrillmasterConfig config, ProbeRounds rounds) {
    List<String> clusters = config.clusters().stream().map(ClusterConfig::name).toList();
    Map<String, List<String>> components = new LinkedHashMap<>();
    COMPONENTS.forEach(
        (component, probes) ->
            components.put(component, probes.stream().filter(p -> isOn(config, p)).toList()));
    config.probes().keySet().stream()
        .filter(p -> isOn(config, p) && !CROSS_CLUSTER.contains(p))
        .filter(p -> COMPONENTS.values().stream().noneMatch(c -> c.contains(p)))
        .sorted()
        .forEach(p -> components.put(p, List.of(p)));
    return List.of(
        new VerifyBackups(rounds, clusters, components),
        new VerifyCrossCluster(rounds, clusters, crossCluster(config)));
  }

  private static Map<String, Component> crossCluster(DrillmasterConfig config) {
    Map<String, Component> components = new LinkedHashMap<>();
    CROSS_CLUSTER.stream()
        .filter(config.probes()::containsKey)
        .forEach(
            probe ->
                components.put(
                    probe,
                    new Component(
                        config.probes().get(probe).enabled(),
                        config.clusters().stream()
                            .filter(cluster -> config.looks(probe, cluster))
                            .map(ClusterConfig::name)
                            .toList())));
    return components;
  }

  private static boolean isOn(DrillmasterConfig config, String probe) {
    ProbeSettings settings = config.probes().get(probe);
    return settings != null && settings.enabled();
  }
}
