package io.drillmaster.lab;

import io.drillmaster.lab.volsync.BackedUpVolume;
import java.util.List;

/**
 * A cluster of the lab and what is backed up in it. Names of volumes are unique within it, as they
 * are the paths of their repositories.
 *
 * @param role for people: {@code hub}, {@code spoke}
 */
public record LabCluster(String name, String role, List<BackedUpVolume> volumes) {
  public LabCluster {
    volumes = List.copyOf(volumes);
    if (volumes.stream().map(BackedUpVolume::name).distinct().count() != volumes.size()) {
      throw new IllegalArgumentException("two volumes of cluster " + name + " have one name");
    }
  }
}
