package io.drillmaster.lab;

import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.volsync.VolumeSite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The switches of all faults, for the last cluster and its first volume. */
final class FaultSwitches {
  private static final Map<Fault, Consumer<VolumeSite>> VOLUME = VolumeFaults.all();
  private static final Map<Fault, Consumer<VolumeSite>> BUCKET = BucketFaults.all();
  private static final Map<Fault, Consumer<ApiServer>> CLUSTER = ClusterFaults.all();

  private final SimulatedCluster cluster;

  FaultSwitches(SimulatedCluster cluster) {
    this.cluster = cluster;
  }

  static List<Fault> faults() {
    List<Fault> faults = new ArrayList<>(VOLUME.keySet());
    faults.addAll(BUCKET.keySet());
    faults.addAll(CLUSTER.keySet());
    return List.copyOf(faults);
  }

  void inject(String name) {
    VolumeSite victim = cluster.volumes().get(0);
    Optional<Consumer<VolumeSite>> onVolume = find(VOLUME, name).or(() -> find(BUCKET, name));
    if (onVolume.isPresent()) {
      onVolume.get().accept(victim);
    } else {
      find(CLUSTER, name)
          .orElseThrow(() -> new IllegalArgumentException("no such fault: " + name))
          .accept(cluster.api());
    }
  }

  private static <T> Optional<Consumer<T>> find(Map<Fault, Consumer<T>> faults, String name) {
    return faults.entrySet().stream()
        .filter(entry -> entry.getKey().name().equals(name))
        .map(Map.Entry::getValue)
        .findFirst();
  }

  void repair(String name) {
    cluster.volumes().get(0).store().faults().removeIf(fault -> fault.name().equals(name));
    ClusterFaults.repair(cluster.api(), name);
    Instant now = Instant.now();
    if (find(CLUSTER, name).isPresent()) {
      cluster.volumes().forEach(site -> site.reset(now));
    } else {
      cluster.volumes().get(0).reset(now);
    }
  }
}
