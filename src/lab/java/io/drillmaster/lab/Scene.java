package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The faults of one family in one lab, and which of them are there now. Not for several threads.
 */
final class Scene<S> {
  private final FaultFamily<S> family;
  private final S stage;
  private final Map<String, Scenario<S>> active = new LinkedHashMap<>();

  Scene(FaultFamily<S> family, S stage) {
    this.family = family;
    this.stage = stage;
  }

  boolean knows(String fault) {
    return named(fault).isPresent();
  }

  /** Breaks something that is not broken already. */
  Target inject(String fault) {
    Scenario<S> scenario = named(fault).orElseThrow();
    if (active.putIfAbsent(fault, scenario) == null) {
      scenario.breaking().accept(stage);
    }
    return scenario.target().apply(stage);
  }

  /** Repairs it; what else is broken stays so. */
  void repair(String fault) {
    Scenario<S> scenario = active.remove(fault);
    if (scenario == null) {
      return;
    }
    scenario.mending().accept(stage);
    if (scenario.resets()) {
      family.reset().accept(stage);
      active.values().stream()
          .filter(Scenario::resets)
          .forEach(other -> other.breaking().accept(stage));
    }
  }

  private Optional<Scenario<S>> named(String fault) {
    return family.scenarios().stream()
        .filter(scenario -> scenario.fault().name().equals(fault))
        .findFirst();
  }
}
