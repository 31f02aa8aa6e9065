package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A fault and how it is made.
 *
 * @param scope what its repair puts right
 * @param target where its finding appears
 */
record Scenario(
    Fault fault,
    Scope scope,
    Function<Stage, Target> target,
    Consumer<Stage> breaking,
    Consumer<Stage> mending) {
  enum Scope {
    /** The volume is put into its healthy state afterwards. */
    VOLUME,
    /** The API of the cluster; volumes stay as they are. */
    API
  }

  /** Something wrong with a volume; the finding is its own. */
  static Scenario ofVolume(String name, String code, String meaning, Consumer<Stage> breaking) {
    return new Scenario(
        Fault.seenByProbe(name, code, meaning),
        Scope.VOLUME,
        Stage::volumeTarget,
        breaking,
        stage -> {});
  }

  /** Something wrong with the bucket of a volume; the finding is that of the bucket. */
  static Scenario ofBucket(String name, String code, String meaning, Consumer<Stage> breaking) {
    return new Scenario(
        Fault.seenByProbe(name, code, meaning),
        Scope.VOLUME,
        Stage::bucketTarget,
        breaking,
        stage -> stage.store().faults().removeIf(fault -> fault.name().equals(name)));
  }

  /** Something wrong with the API of the cluster; the finding is that of the discovery. */
  static Scenario ofApi(String name, String code, String meaning, Consumer<Stage> breaking) {
    return new Scenario(
        Fault.seenByProbe(name, code, meaning),
        Scope.API,
        Stage::discoveryTarget,
        breaking,
        stage -> stage.api().faults().removeIf(fault -> fault.name().equals(name)));
  }

  /** The same with another repair. */
  Scenario mendedBy(Consumer<Stage> other) {
    return new Scenario(fault, scope, target, breaking, mending.andThen(other));
  }

  /** The same with its finding at the volume itself. */
  Scenario seenAtVolume() {
    return new Scenario(fault, scope, Stage::volumeTarget, breaking, mending);
  }
}
