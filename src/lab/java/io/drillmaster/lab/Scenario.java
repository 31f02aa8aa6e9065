package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A fault and how it is made.
 *
 * @param <S> where it happens
 * @param resets whether what it hit is put into its healthy state when it is repaired
 * @param target where its finding appears
 * @param mending what its repair does, before anything is put into its healthy state
 */
public record Scenario<S>(
    Fault fault,
    boolean resets,
    Function<S, Target> target,
    Consumer<S> breaking,
    Consumer<S> mending) {

  /** A fault that leaves nothing behind that the healthy state of its stage would not cover. */
  public static <S> Scenario<S> of(Fault fault, Function<S, Target> target, Consumer<S> breaking) {
    return new Scenario<>(fault, true, target, breaking, stage -> {});
  }

  /** The same with more to do for its repair. */
  public Scenario<S> mendedBy(Consumer<S> other) {
    return new Scenario<>(fault, resets, target, breaking, mending.andThen(other));
  }

  /** The same, whose repair is only what {@link #mendedBy} says. */
  public Scenario<S> withoutReset() {
    return new Scenario<>(fault, false, target, breaking, mending);
  }

  /** The same with its finding somewhere else. */
  public Scenario<S> seenAt(Function<S, Target> other) {
    return new Scenario<>(fault, resets, other, breaking, mending);
  }
}
