package io.drillmaster.lab.postgres;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files of {@code pg_wal}, packed and unpacked. */
public final class WalFiles {
  private WalFiles() {}

  /** The packed content of a file. */
  public static byte[] pack(Path file, Compression compression) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out = compression.packing(packed)) {
      Files.copy(file, out);
    }
    return packed.toByteArray();
  }

  /** Writes a file; what is packed badly is not written. */
  public static void unpack(byte[] packed, Compression compression, Path file) throws IOException {
    byte[] content;
    try (InputStream in = compression.unpacking(new ByteArrayInputStream(packed))) {
      content = in.readAllBytes();
    }
    Path half = file.resolveSibling(file.getFileName() + ".part");
    Files.write(half, content);
    Files.move(half, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
