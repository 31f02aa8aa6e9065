package io.drillmaster.lab.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the lab archives is a backup: the real PostgreSQL recovers from it. */
class PostgresServerIT {
  private static final List<String> NEEDED =
      List.of(
          "pg_wal/archive_status",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");

  @TempDir Path folder;
  private WalGate gate;
  private PostgresServer server;

  @BeforeEach
  void start() throws IOException {
    Path archive = Files.createDirectory(folder.resolve("archive"));
    gate = WalGate.open(new Folder(archive));
    server = PostgresServer.initialise(folder.resolve("source"));
    server.configure(Map.of("archive_mode", "on", "archive_command", gate.archiveCommand()));
    server.start();
    server.execute("create table t (n int)", "insert into t select generate_series(1, 1000)");
  }

  @AfterEach
  void stop() {
    server.close();
    gate.close();
  }

  private record Folder(Path archive) implements WalGate.WalStore {
    @Override
    public void put(String name, Path file) throws IOException {
      Files.write(archive.resolve(name), WalFiles.pack(file, Compression.BZIP2));
    }

    @Override
    public boolean get(String name, Path file) throws IOException {
      boolean there = Files.exists(archive.resolve(name));
      if (there) {
        byte[] packed = Files.readAllBytes(archive.resolve(name));
        WalFiles.unpack(packed, Compression.BZIP2, file);
      }
      return there;
    }
  }

  @Test
  void anotherServerRecoversFromTheBackupAndTheWalBehindIt() throws IOException {
    BaseBackup backup =
        BaseBackup.take(
            server, Compression.GZIP, folder.resolve("data.tar.gz"), Optional.empty(), () -> {});
    server.execute("insert into t select generate_series(1001, 1500)", "select pg_switch_wal()");
    await().untilAsserted(() -> assertThat(archived()).isEqualTo(last()));

    Path data = unpack(backup.tar(), folder.resolve("restored"));
    Files.createFile(data.resolve("recovery.signal"));
    try (PostgresServer restored = PostgresServer.at(data)) {
      restored.configure(Map.of("archive_mode", "off", "restore_command", gate.restoreCommand()));
      restored.start();

      assertThat(restored.ask("select count(*) from t")).isEqualTo("1500");
      assertThat(restored.ask("select system_identifier from pg_control_system()"))
          .isEqualTo(backup.facts().server().systemId());
      assertThat(restored.ask("select pg_walfile_name(pg_current_wal_lsn())"))
          .startsWith("00000002");
    }
  }

  private String archived() {
    return server.ask("select last_archived_wal from pg_stat_archiver");
  }

  /** Name of the newest segment that is complete. */
  private String last() {
    return server.ask("select pg_walfile_name(pg_current_wal_lsn() - 1)");
  }

  private static Path unpack(Path packed, Path data) throws IOException {
    try (InputStream in =
            new GZIPInputStream(new BufferedInputStream(Files.newInputStream(packed)));
        TarArchiveInputStream tar = new TarArchiveInputStream(in)) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        Path file = data.resolve(entry.getName());
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file, StandardCopyOption.REPLACE_EXISTING);
        }
      }
      in.transferTo(OutputStream.nullOutputStream()); // else nobody checks the sum at the end
    }
    for (String needed : NEEDED) {
      Files.createDirectories(data.resolve(needed));
    }
    Files.setPosixFilePermissions(
        data, java.nio.file.attribute.PosixFilePermissions.fromString("rwx------"));
    return data;
  }

  @Test
  void theServerSaysWhatTheArchiverAnswered() {
    gate.close();
    server.execute("insert into t values (0)", "select pg_switch_wal()");

    await()
        .untilAsserted(
            () ->
                assertThat(server.ask("select failed_count > 0 from pg_stat_archiver"))
                    .isEqualTo("t"));
    assertThat(server.data().resolve("pg_wal/archive_status"))
        .isDirectoryContaining(file -> file.toString().endsWith(".ready"));
  }

  @Test
  void noServerIsLeftWhenItIsClosed() {
    long pid = Long.parseLong(server.ask("select pg_backend_pid()"));
    assertThat(ProcessHandle.of(pid)).as("a backend of it").isNotNull();
    List<ProcessHandle> children = ProcessHandle.current().descendants().toList();

    server.close();

    assertThat(children).as("processes of the server").isNotEmpty();
    await().untilAsserted(() -> assertThat(children).noneMatch(ProcessHandle::isAlive));
  }
}
