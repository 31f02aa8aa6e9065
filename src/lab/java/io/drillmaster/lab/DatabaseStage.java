package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.cnpg.DatabaseCare;
import io.drillmaster.lab.cnpg.DatabaseSite;
import io.drillmaster.lab.postgres.BackupFacts;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.s3.S3Server.Stored;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Where a fault of a database happens: its objects, its server and its archive. */
record DatabaseStage(DatabaseCare database) {
  /** The last database that is archived so. */
  static Optional<DatabaseStage> of(Lab lab, boolean byThePlugin) {
    return lab.databases().stream()
        .filter(one -> one.site().database().usesPlugin() == byThePlugin)
        .reduce((one, later) -> later)
        .map(DatabaseStage::new);
  }

  DatabaseSite site() {
    return database.site();
  }

  S3Server store() {
    return site().store();
  }

  /** The database, as the probe {@code cnpg} names it. */
  Target target() {
    return new Target(site().api().clusterName(), "cnpg", site().namespace(), site().name());
  }

  /** Deletes an object of its namespace. */
  void delete(String kind, String name) {
    site().api().delete(kind, site().namespace(), name);
  }

  BackupFacts newest() {
    List<BackupFacts> all = database.live().backups();
    return all.get(all.size() - 1);
  }

  BackupFacts oldest() {
    return database.live().backups().get(0);
  }

  /** A file of a base backup in the bucket. */
  String key(BackupFacts backup, String file) {
    return site().prefix() + "base/" + backup.id() + "/" + file;
  }

  void lose(String key) {
    store().delete(site().bucket(), key);
  }

  void put(String key, byte[] content, Instant written) {
    store().put(site().bucket(), key, content, written);
  }

  /** Removes a base backup from the bucket. */
  void loseBackup(BackupFacts backup) {
    store().deleteAll(site().bucket(), key(backup, ""));
  }

  /** Everything in its archive. */
  List<Stored> archive() {
    return store().list(site().bucket(), site().prefix());
  }

  /** Full segments in the bucket by name. */
  List<Stored> segments() {
    return store().list(site().bucket(), site().prefix() + "wals/").stream()
        .filter(object -> segment(object).matches("[0-9A-F]{24}(\\.gz)?"))
        .sorted(Comparator.comparing(Stored::key))
        .toList();
  }

  /** Last part of its key. */
  static String segment(Stored object) {
    return object.key().substring(object.key().lastIndexOf('/') + 1);
  }

  /** Makes every object that is younger look as if it had been written then. */
  void ageTo(Instant then) {
    for (Stored object : archive()) {
      if (object.lastModified().isAfter(then)) {
        store().age(site().bucket(), object.key(), then);
      }
    }
  }
}
