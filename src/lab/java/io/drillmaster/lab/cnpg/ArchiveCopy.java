package io.drillmaster.lab.cnpg;

import io.drillmaster.lab.s3.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The archive of a database as it would be in the bucket if nobody had ever broken it: what repairs
 * put back.
 */
final class ArchiveCopy {
  private final Path folder;

  ArchiveCopy(Path folder) {
    this.folder = folder;
  }

  /**
   * @param path within the archive: {@code wals/0000000100000000/000000010000000000000008.gz}
   */
  void put(String path, byte[] content, Instant written) {
    Path file = folder.resolve(path);
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
      Files.setLastModifiedTime(file, FileTime.from(written));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Optional<byte[]> read(String path) {
    try {
      return Optional.of(Files.readAllBytes(folder.resolve(path)));
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Puts everything into the bucket, and removes what else is below the prefix. */
  void restore(S3Server store, String bucket, String prefix) {
    store.createBucket(bucket);
    store.deleteAll(bucket, prefix);
    for (Path file : files()) {
      try {
        store.put(
            bucket,
            prefix + folder.relativize(file),
            Files.readAllBytes(file),
            Files.getLastModifiedTime(file).toInstant());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private List<Path> files() {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
