package io.drillmaster.lab.postgres;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;

/** The tar of a running server's files, without those that a backup must not have. */
final class DataTar implements AutoCloseable {
  private static final Set<String> EMPTIED =
      Set.of(
          "pg_wal",
          "pg_replslot",
          "pg_dynshmem",
          "pg_notify",
          "pg_serial",
          "pg_snapshots",
          "pg_stat_tmp",
          "pg_subtrans");
  private static final Pattern LEFT_OUT =
      Pattern.compile(
          "pgsql_tmp.*|pg_internal\\.init.*|postmaster\\..*|backup_label|recovery\\.signal");
  private static final String CONTROL = "global/pg_control";
  private static final int FOLDER_MODE = 040700;
  private static final int FILE_MODE = 0100600;

  private final TarArchiveOutputStream tar;

  DataTar(OutputStream out) {
    tar = new TarArchiveOutputStream(out, StandardCharsets.UTF_8.name());
    tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
    tar.setBigNumberMode(TarArchiveOutputStream.BIGNUMBER_POSIX);
  }

  /** {@code pg_control} is the last. */
  void addAll(Path data) throws IOException {
    List<Path> files;
    try (Stream<Path> found = Files.walk(data)) {
      files = found.filter(file -> belongs(data.relativize(file))).sorted().toList();
    }
    for (Path file : files) {
      String name = data.relativize(file).toString();
      if (Files.isDirectory(file)) {
        addFolder(name);
      } else if (!name.equals(CONTROL)) {
        addFile(name, file);
      }
    }
    addFile(CONTROL, data.resolve(CONTROL));
  }

  private static boolean belongs(Path path) {
    boolean inEmptied = path.getNameCount() > 1 && EMPTIED.contains(path.getName(0).toString());
    return !path.toString().isEmpty()
        && !inEmptied
        && !LEFT_OUT.matcher(path.getFileName().toString()).matches();
  }

  private void addFolder(String name) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name + "/");
    entry.setMode(FOLDER_MODE);
    tar.putArchiveEntry(entry);
    tar.closeArchiveEntry();
  }

  /** One that vanishes meanwhile is left out; WAL replay makes up for one that changes. */
  private void addFile(String name, Path file) throws IOException {
    try {
      add(name, Files.readAllBytes(file));
    } catch (NoSuchFileException e) {
      return;
    }
  }

  void addLabel(String label) throws IOException {
    add("backup_label", label.getBytes(StandardCharsets.UTF_8));
  }

  private void add(String name, byte[] content) throws IOException {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(FILE_MODE);
    entry.setSize(content.length);
    tar.putArchiveEntry(entry);
    tar.write(content);
    tar.closeArchiveEntry();
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
