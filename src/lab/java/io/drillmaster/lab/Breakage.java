package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.Scenario.Scope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** What is broken now, and how it is broken and repaired. */
final class Breakage {
  private static final Map<String, Scenario> SCENARIOS = scenarios();

  private final Stage stage;
  private final Map<String, Scenario> active = new LinkedHashMap<>();

  Breakage(Stage stage) {
    this.stage = stage;
  }

  private static Map<String, Scenario> scenarios() {
    Map<String, Scenario> byName = new LinkedHashMap<>();
    Stream.of(
            SyncFaults.all(),
            MoverFaults.movers(),
            MoverFaults.snapshots(),
            BucketFaults.secrets(),
            BucketFaults.unreachable(),
            BucketFaults.refused(),
            ApiFaults.all())
        .flatMap(List::stream)
        .forEach(scenario -> byName.put(scenario.fault().name(), scenario));
    return byName;
  }

  static List<Fault> faults() {
    return SCENARIOS.values().stream().map(Scenario::fault).toList();
  }

  /** Breaks something that is not broken already. */
  synchronized Target inject(String name) {
    Scenario scenario = named(name);
    if (active.putIfAbsent(name, scenario) == null) {
      scenario.breaking().accept(stage);
    }
    return scenario.target().apply(stage);
  }

  /** Repairs it; what else is broken stays so. */
  synchronized void repair(String name) {
    Scenario scenario = named(name);
    if (active.remove(name) == null) {
      return;
    }
    scenario.mending().accept(stage);
    if (scenario.scope() == Scope.VOLUME) {
      stage.volume().reset();
      active.values().stream()
          .filter(other -> other.scope() == Scope.VOLUME)
          .forEach(other -> other.breaking().accept(stage));
    }
  }

  synchronized List<String> active() {
    return List.copyOf(active.keySet());
  }

  private static Scenario named(String name) {
    return Optional.ofNullable(SCENARIOS.get(name))
        .orElseThrow(() -> new IllegalArgumentException("the lab has no fault " + name));
  }
}
