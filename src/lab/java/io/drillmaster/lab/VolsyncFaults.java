package io.drillmaster.lab;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What goes wrong with volumes that VolSync backs up, with their buckets and with their API. */
final class VolsyncFaults {
  private VolsyncFaults() {}

  /** They hit the first volume of the last cluster. */
  static FaultFamily<VolumeStage> family() {
    List<Scenario<VolumeStage>> all =
        Stream.of(
                SyncFaults.all(),
                MoverFaults.movers(),
                MoverFaults.snapshots(),
                BucketFaults.secrets(),
                BucketFaults.unreachable(),
                BucketFaults.refused(),
                ApiFaults.all())
            .flatMap(List::stream)
            .toList();
    return new FaultFamily<>(
        "volsync", lab -> Optional.of(lab.volumeStage()), stage -> stage.volume().reset(), all);
  }
}
