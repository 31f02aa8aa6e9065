package io.drillmaster.barman;

import io.airlift.compress.zstd.ZstdInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;
import org.apache.commons.compress.compressors.lz4.FramedLZ4CompressorInputStream;
import org.apache.commons.compress.compressors.snappy.FramedSnappyCompressorInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * What barman (3.17, cloud.py and clients) and CloudNativePG compress objects with; the suffix of
 * the key tells it.
 */
enum Compression {
  NONE("", content -> content),
  GZIP(".gz", GZIPInputStream::new),
  BZIP2(".bz2", BZip2CompressorInputStream::new),
  XZ(".xz", content -> new XZCompressorInputStream(content, false, 64 << 10)),
  SNAPPY(".snappy", FramedSnappyCompressorInputStream::new),
  ZSTD(".zst", ZstdInputStream::new),
  LZ4(".lz4", FramedLZ4CompressorInputStream::new);

  private final String suffix;
  private final Opening opening;

  @FunctionalInterface
  private interface Opening {
    InputStream open(InputStream content) throws IOException;
  }

  Compression(String suffix, Opening opening) {
    this.suffix = suffix;
    this.opening = opening;
  }

  /**
   * @param suffix with its dot; empty for none
   */
  static Optional<Compression> ofSuffix(String suffix) {
    for (Compression compression : values()) {
      if (compression.suffix.equals(suffix)) {
        return Optional.of(compression);
      }
    }
    return Optional.empty();
  }

  /**
   * The content; empty where it cannot be unpacked or is longer.
   *
   * @param maxBytes of the content
   */
  Optional<byte[]> unpack(byte[] packed, int maxBytes) {
    try (InputStream content = opening.open(new ByteArrayInputStream(packed))) {
      byte[] bytes = content.readNBytes(maxBytes + 1);
      return bytes.length > maxBytes ? Optional.empty() : Optional.of(bytes);
    } catch (IOException | RuntimeException e) {
      // the decoders also throw what they did not foresee, such as an index out of bounds
      return Optional.empty();
    }
  }
}
