package io.drillmaster;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.verify.VerifyBackups;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The kinds of runs that there are. */
final class Kinds {
  /**
   * Which probes a verification of a component asks, causes before effects. A probe that belongs to
   * none of them is a component by itself.
   */
  private static final Map<String, List<String>> COMPONENTS =
      Map.of("volsync", List.of("object-store", "volsync"));

  private Kinds() {}

  static List<PlanFactory> of(DrillmasterConfig config, ProbeRounds rounds) {
    List<String> clusters = config.clusters().stream().map(ClusterConfig::name).toList();
    Map<String, List<String>> components = new LinkedHashMap<>();
    COMPONENTS.forEach(
        (component, probes) ->
            components.put(component, probes.stream().filter(p -> isOn(config, p)).toList()));
    config.probes().keySet().stream()
        .filter(p -> isOn(config, p) && COMPONENTS.values().stream().noneMatch(c -> c.contains(p)))
        .sorted()
        .forEach(p -> components.put(p, List.of(p)));
    return List.of(new VerifyBackups(rounds, clusters, components));
  }

  private static boolean isOn(DrillmasterConfig config, String probe) {
    ProbeSettings settings = config.probes().get(probe);
    return settings != null && settings.enabled();
  }
}
