package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.postgres.BackupFacts;
import io.drillmaster.lab.postgres.BaseBackup;
import io.drillmaster.lab.postgres.Compression;
import io.drillmaster.lab.postgres.PostgresServer;
import io.drillmaster.lab.postgres.WalGate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** The primary of a database: a real server, and what it has archived so far. */
public final class LiveDatabase implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(10);
  private static final Duration NEW_PRIMARY = Duration.ofMinutes(2);

  private final Path folder;
  private final Compression compression;
  private final ArchiveCopy copy;
  private final Archiver archiver;
  private final WalGate gate;
  private final PostgresServer server;
  private final List<BackupFacts> backups = new CopyOnWriteArrayList<>();
  private volatile Duration quiet = Duration.ZERO;
  private volatile long quietUntil;

  /**
   * A new server that archives into the copy alone; {@link #archiveInto} ends that.
   *
   * @param folder for its files
   */
  LiveDatabase(Path folder, Compression compression) {
    this.folder = create(folder);
    this.compression = compression;
    this.copy = new ArchiveCopy(folder.resolve("archive"));
    this.archiver = new Archiver(copy, compression);
    this.gate = WalGate.open(archiver);
    this.server = PostgresServer.initialise(folder.resolve("pgdata"));
    server.configure(settings());
    server.start();
    server.execute(
        "create table ledger (id bigserial primary key, entry text not null,"
            + " written timestamptz not null default now())");
  }

  private static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Map<String, String> settings() {
    return Map.of(
        "archive_mode",
        "on",
        "archive_command",
        gate.archiveCommand(),
        "restore_command",
        gate.restoreCommand(),
        "archive_timeout",
        "60");
  }

  /** From now on it archives into the bucket that its Cluster names. */
  void archiveInto(DatabaseSite site) {
    archiver.archiveInto(site);
  }

  /** What went before it came to the lab happens in the past. */
  void writeAsOf(Instant then, int rows) {
    archiver.pretend(then);
    write(rows);
    switchWal();
    awaitArchived();
  }

  /** Writes rows. */
  public void write(int rows) {
    server.execute(
        "insert into ledger (entry) select md5(n::text) from generate_series(1, %d) n"
            .formatted(rows));
  }

  /** So that a backup needs more than one segment. */
  private void writeOn() {
    write(20);
    switchWal();
    write(20);
  }

  /** Ends the current segment, which is then to be archived. */
  public void switchWal() {
    server.execute("select pg_switch_wal()");
  }

  /** Takes a base backup that says that it was taken then. */
  void backUpAsOf(Instant then) {
    archiver.pretend(then);
    BaseBackup backup =
        BaseBackup.take(
            server, compression, folder.resolve("data.tar"), Optional.of(then), this::writeOn);
    awaitArchived();
    String id = backup.facts().id();
    Instant end = backup.facts().stop().time();
    copy.put(ArchiveNames.base(id, backup.part()), bytes(backup.tar()), end);
    copy.put(ArchiveNames.base(id, "backup.info"), info(backup.facts()), end);
    backups.add(backup.facts());
  }

  /**
   * Takes a base backup now and stores it where the Cluster says.
   *
   * @throws IOException where it could not be stored, in the operators' words
   */
  BackupFacts backUp(DatabaseSite site) throws IOException {
    String program = "barman-cloud-backup";
    try (BarmanStore store =
        BarmanStore.of(site.api(), site.cluster().orElseGet(LiveDatabase::none))) {
      BaseBackup backup =
          BaseBackup.take(
              server, compression, folder.resolve("data.tar"), Optional.empty(), () -> {});
      String data = ArchiveNames.base(backup.facts().id(), backup.part());
      String info = ArchiveNames.base(backup.facts().id(), "backup.info");
      store.put(data, bytes(backup.tar()), program);
      copy.put(data, bytes(backup.tar()), Instant.now());
      awaitArchived();
      store.put(info, info(backup.facts()), program);
      copy.put(info, info(backup.facts()), Instant.now());
      backups.add(backup.facts());
      return backup.facts();
    }
  }

  private static ObjectNode none() {
    throw new IllegalStateException("the Cluster is gone");
  }

  static byte[] info(BackupFacts facts) {
    return facts.info("backup-" + facts.id().replace("T", "")).getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] bytes(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The old primary is gone: it goes on as another one, with a new timeline. */
  void promote() {
    server.close();
    try {
      Files.createFile(server.data().resolve("recovery.signal"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    archiver.pretend(Instant.now().minus(NEW_PRIMARY));
    server.start();
    server.execute("checkpoint"); // as CloudNativePG does; else archive_timeout sleeps 5 minutes
    awaitArchived();
  }

  /** Nothing has been written since then, and nothing will be: so its counters have to say. */
  void quietSince(Instant then) {
    quiet = Duration.between(then, Instant.now());
    quietUntil = Long.parseLong(server.ask("select archived_count from pg_stat_archiver"));
  }

  /** How much older the last archived segment is than the server believes. */
  Duration quiet(long archived) {
    return archived == quietUntil ? quiet : Duration.ZERO;
  }

  /** What it does with finished segments. */
  public void archive(Archiving how) {
    archiver.behave(how);
  }

  /** How the last segment went: empty where well, else what the operator would say. */
  Optional<String> archivingFailure() {
    return archiver.failure();
  }

  /** Number of segments that wait for being archived. */
  public long waiting() {
    return segments(".ready");
  }

  /** Number of files of {@code pg_wal/archive_status} that end so. */
  long segments(String ending) {
    try (Stream<Path> files = Files.list(server.data().resolve("pg_wal/archive_status"))) {
      return files.filter(file -> file.toString().endsWith(ending)).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Archives as it should again, and waits until nothing is left to do. */
  void heal() {
    archiver.behave(Archiving.NORMAL);
    if (waiting() > 0) {
      write(1);
      switchWal(); // an archiver that has failed looks again at once
      awaitArchived();
    }
    archiver.forgive();
  }

  private void awaitArchived() {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (waiting() > 0) {
      if (System.nanoTime() > end) {
        throw new IllegalStateException("segments wait for being archived: " + waiting());
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
  }

  /** Its finished base backups, oldest first. */
  public List<BackupFacts> backups() {
    return backups;
  }

  ArchiveCopy copy() {
    return copy;
  }

  /** The server itself. */
  public PostgresServer server() {
    return server;
  }

  String systemId() {
    return server.ask("select system_identifier from pg_control_system()");
  }

  int timeline() {
    String segment = server.ask("select pg_walfile_name(pg_current_wal_lsn())");
    return Integer.parseInt(segment.substring(0, 8), 16);
  }

  @Override
  public void close() {
    archiver.behave(Archiving.LIES); // what hangs lets go
    server.close();
    gate.close();
  }
}
