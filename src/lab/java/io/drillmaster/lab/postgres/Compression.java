package io.drillmaster.lab.postgres;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.zip.Deflater;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;

/** How base backups and WAL are packed; a backup of a new database takes 5 s with bzip2. */
public enum Compression {
  NONE(""),
  GZIP(".gz"),
  BZIP2(".bz2");

  private final String suffix;

  Compression(String suffix) {
    this.suffix = suffix;
  }

  /** What the names of packed objects end with: {@code .gz}. */
  public String suffix() {
    return suffix;
  }

  OutputStream packing(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new FastGzip(out);
      case BZIP2 -> new BZip2CompressorOutputStream(out);
    };
  }

  InputStream unpacking(InputStream in) throws IOException {
    return switch (this) {
      case NONE -> in;
      case GZIP -> new GZIPInputStream(in);
      case BZIP2 -> new BZip2CompressorInputStream(in);
    };
  }

  private static final class FastGzip extends GZIPOutputStream {
    private static final int BUFFER = 64 * 1024;

    FastGzip(OutputStream out) throws IOException {
      super(out, BUFFER);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
