package io.drillmaster.lab.postgres;

import java.util.List;

/**
 * A database cluster that is backed up into a bucket.
 *
 * @param archiver what archives it
 * @param schedule of its base backups: six cron fields, seconds first, in UTC
 * @param life what happens in it
 */
public record Database(
    String namespace, String name, Archiver archiver, String schedule, Life life) {
  private static final String NIGHTLY = "0 0 2 * * *";

  /** What archives a database. */
  public enum Archiver {
    /** {@code spec.backup.barmanObjectStore} of the Cluster. */
    IN_TREE,
    /** The Barman Cloud plugin and its ObjectStore. */
    PLUGIN
  }

  /** What happens in a database. */
  public enum Life {
    /** A row is written every few seconds. */
    BUSY,
    /** Nobody has written anything since its last backup. */
    IDLE,
    /** Made a minute ago; its first backup is still to come. */
    FRESH,
    /** Busy, and its old primary was lost a moment ago: it goes on with a new timeline. */
    PROMOTED
  }

  /** Busy, archived by the operator, backed up at two in the night. */
  public static Database inTree(String namespace, String name) {
    return new Database(namespace, name, Archiver.IN_TREE, NIGHTLY, Life.BUSY);
  }

  /** Busy, archived by the plugin, backed up at two in the night. */
  public static Database withPlugin(String namespace, String name) {
    return new Database(namespace, name, Archiver.PLUGIN, NIGHTLY, Life.BUSY);
  }

  /** The same with another life. */
  public Database living(Life other) {
    return new Database(namespace, name, archiver, schedule, other);
  }

  /** The same with another schedule. */
  public Database scheduled(String other) {
    return new Database(namespace, name, archiver, other, life);
  }

  /** Whether the plugin archives it. */
  public boolean usesPlugin() {
    return archiver == Archiver.PLUGIN;
  }

  /** Declared instances; the first one is a real server, the others are only its standbys' pods. */
  public int instances() {
    return 3;
  }

  /** How its base backups and WAL are packed. */
  public Compression compression() {
    return Compression.GZIP;
  }

  /** How long its backups are kept. */
  public String retention() {
    return "30d";
  }

  /** Applications that have a user in it. */
  public List<String> applications() {
    return List.of("odoo", "n8n");
  }
}
