package io.drillmaster.lab;

import io.drillmaster.lab.postgres.Database;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.util.List;

/**
 * A cluster of the lab and what is backed up in it. Names of volumes are unique within it, as they
 * are the paths of their repositories.
 *
 * @param role for people: {@code hub}, {@code spoke}
 * @param databases each of which is a real PostgreSQL server and takes two seconds to start
 */
public record LabCluster(
    String name, String role, List<BackedUpVolume> volumes, List<Database> databases) {
  public LabCluster {
    volumes = List.copyOf(volumes);
    databases = List.copyOf(databases);
    if (databases.stream().map(Database::name).distinct().count() != databases.size()) {
      throw new IllegalArgumentException("two databases of cluster " + name + " have one name");
    }
    if (volumes.stream().map(BackedUpVolume::name).distinct().count() != volumes.size()) {
      throw new IllegalArgumentException("two volumes of cluster " + name + " have one name");
    }
  }

  /** One without databases. */
  public LabCluster(String name, String role, List<BackedUpVolume> volumes) {
    this(name, role, volumes, List.of());
  }

  /** The same with these databases. */
  public LabCluster with(Database... others) {
    return new LabCluster(name, role, volumes, List.of(others));
  }
}
