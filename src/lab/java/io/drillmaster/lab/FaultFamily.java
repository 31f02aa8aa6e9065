package io.drillmaster.lab;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Faults that happen to things of one kind.
 *
 * @param <S> where they happen: one of these things, and what a fault needs to reach it
 * @param name of the kind: {@code volsync}
 * @param stage finds it in a lab; empty where the lab has no such thing
 * @param reset puts it into its healthy state
 */
public record FaultFamily<S>(
    String name, Function<Lab, Optional<S>> stage, Consumer<S> reset, List<Scenario<S>> scenarios) {
  public FaultFamily {
    scenarios = List.copyOf(scenarios);
  }

  List<Fault> faults() {
    return scenarios.stream().map(Scenario::fault).toList();
  }

  Optional<Scene<S>> in(Lab lab) {
    return stage.apply(lab).map(found -> new Scene<>(this, found));
  }
}
