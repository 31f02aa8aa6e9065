package io.drillmaster.coverage;

import io.drillmaster.kube.Resource;
import java.util.Optional;

/** A Cluster of CloudNativePG (postgresql.cnpg.io/v1, 1.30): what it says of its backups. */
record Database(Resource resource) {
  private static final String BARMAN_PLUGIN = "barman-cloud.cloudnative-pg.io";

  String key() {
    return resource.namespace() + "/" + resource.name();
  }

  /** What it is backed up by, for people; empty where it names nothing. */
  Optional<String> backup() {
    Optional<String> plugin =
        resource.list("spec.plugins").stream()
            .filter(Database::archives)
            .flatMap(found -> found.string("name").stream())
            .findFirst();
    if (plugin.isPresent()) {
      return plugin.map("its plugin "::concat);
    }
    if (has("spec.backup.barmanObjectStore")) {
      return Optional.of("its barmanObjectStore");
    }
    return has("spec.backup.volumeSnapshot") ? Optional.of("volume snapshots") : Optional.empty();
  }

  private static boolean archives(Resource plugin) {
    return plugin.bool("enabled").orElse(true)
        && (plugin.bool("isWALArchiver").orElse(false)
            || plugin.string("name").equals(Optional.of(BARMAN_PLUGIN)));
  }

  private boolean has(String path) {
    return resource.object(path).isPresent();
  }

  /** Whether it follows another Cluster, whose data it holds. */
  boolean isReplica() {
    return resource.bool("spec.replica.enabled").orElse(false);
  }
}
