package io.drillmaster.cnpg;

import io.drillmaster.kube.Resource;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** Where a Cluster says that its backups go. */
sealed interface Destination {
  /** The Barman Cloud plugin, as Clusters and externalClusters name it. */
  String BARMAN_PLUGIN = "barman-cloud.cloudnative-pg.io";

  /**
   * A Barman archive in a bucket.
   *
   * @param store how the bucket is reached
   * @param serverName the folder below the destination path
   * @param retention {@code 30d}; empty where nothing is ever deleted
   * @param objectStore the ObjectStore that the plugin uses; empty where the Cluster says it itself
   */
  record InArchive(
      StoreConfiguration store,
      String serverName,
      Optional<String> retention,
      Optional<Resource> objectStore)
      implements Destination {
    boolean usesPlugin() {
      return objectStore.isPresent();
    }
  }

  /**
   * The plugin is to use an ObjectStore that does not exist.
   *
   * @param name of it; empty where the plugin was given none
   */
  record StoreMissing(String name) implements Destination {}

  /** A plugin that this probe cannot look behind. */
  record ForeignPlugin(String name) implements Destination {}

  /** Snapshots of volumes, and no archive. */
  record SnapshotsOnly() implements Destination {}

  /** Nothing. */
  record Nothing() implements Destination {}

  /**
   * @param stores every ObjectStore; asked for only where a plugin needs one
   */
  static Destination of(Database database, Supplier<List<Resource>> stores) {
    List<Resource> plugins =
        database.resource().list("spec.plugins").stream()
            .filter(plugin -> plugin.bool("enabled").orElse(true))
            .toList();
    Optional<Resource> barman =
        plugins.stream().filter(p -> p.string("name").equals(Optional.of(BARMAN_PLUGIN))).findAny();
    boolean inTree = database.resource().object("spec.backup.barmanObjectStore").isPresent();
    if (barman.isPresent() && (!inTree || archives(barman.get()))) {
      return plugin(database, barman.get(), stores.get());
    }
    if (inTree) {
      return inTree(database);
    }
    Optional<String> foreign =
        plugins.stream()
            .filter(Destination::archives)
            .flatMap(plugin -> plugin.string("name").stream())
            .findFirst();
    if (foreign.isPresent()) {
      return new ForeignPlugin(foreign.get());
    }
    return database.hasSnapshots() ? new SnapshotsOnly() : new Nothing();
  }

  private static boolean archives(Resource plugin) {
    return plugin.bool("isWALArchiver").orElse(false);
  }

  private static Destination inTree(Database database) {
    return new InArchive(
        new StoreConfiguration(database.resource(), "spec.backup.barmanObjectStore"),
        database.text("spec.backup.barmanObjectStore.serverName").orElse(database.name()),
        database.text("spec.backup.retentionPolicy"),
        Optional.empty());
  }

  /** The plugin looks for its ObjectStore in the namespace of the Cluster, and nowhere else. */
  private static Destination plugin(Database database, Resource plugin, List<Resource> stores) {
    String name = plugin.string("parameters.barmanObjectName").orElse("");
    String serverName =
        plugin
            .string("parameters.serverName")
            .filter(given -> !given.isBlank())
            .orElse(database.name());
    return stores.stream()
        .filter(store -> store.namespace().equals(database.namespace()))
        .filter(store -> store.name().equals(name))
        .findFirst()
        .<Destination>map(
            store ->
                new InArchive(
                    new StoreConfiguration(store, "spec.configuration"),
                    serverName,
                    store.string("spec.retentionPolicy").filter(text -> !text.isBlank()),
                    Optional.of(store)))
        .orElseGet(() -> new StoreMissing(name));
  }
}
