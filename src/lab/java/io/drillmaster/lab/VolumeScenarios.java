package io.drillmaster.lab;

import java.util.function.Consumer;

/** Kinds of scenarios that hit a volume, its bucket or its API. */
final class VolumeScenarios {
  private VolumeScenarios() {}

  /** Something wrong with a volume; the finding is its own. */
  static Scenario<VolumeStage> ofVolume(
      String name, String code, String meaning, Consumer<VolumeStage> breaking) {
    return Scenario.of(Fault.seenByProbe(name, code, meaning), VolumeStage::volumeTarget, breaking);
  }

  /** Something wrong with the bucket of a volume; the finding is that of the bucket. */
  static Scenario<VolumeStage> ofBucket(
      String name, String code, String meaning, Consumer<VolumeStage> breaking) {
    return ofVolume(name, code, meaning, breaking)
        .seenAt(VolumeStage::bucketTarget)
        .mendedBy(stage -> stage.store().faults().removeIf(fault -> fault.name().equals(name)));
  }

  /**
   * Something wrong with the API of the cluster; the finding is that of the discovery. Volumes stay
   * as they are when it is repaired.
   */
  static Scenario<VolumeStage> ofApi(
      String name, String code, String meaning, Consumer<VolumeStage> breaking) {
    return ofVolume(name, code, meaning, breaking)
        .withoutReset()
        .seenAt(VolumeStage::discoveryTarget)
        .mendedBy(stage -> stage.api().faults().removeIf(fault -> fault.name().equals(name)));
  }
}
