package io.drillmaster.store;

import io.drillmaster.core.evidence.Evidence;
import io.drillmaster.core.evidence.EvidenceStore;
import io.drillmaster.core.run.RunId;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.function.Function;

/** Evidence as files, one JSON document per run: {@code <run>.json}. */
public final class EvidenceFiles implements EvidenceStore {
  private static final String UNFINISHED = ".tmp";

  private final Path directory;
  private final Function<Evidence, String> json;

  /**
   * @param directory made where it is missing
   * @param json renders the document
   * @throws StoreException where the directory cannot be made
   */
  public EvidenceFiles(Path directory, Function<Evidence, String> json) {
    this.directory = directory;
    this.json = json;
    try {
      Files.createDirectories(directory);
      removeUnfinished();
    } catch (IOException denied) {
      throw new StoreException(
          "the evidence directory %s cannot be made or written to".formatted(directory), denied);
    }
  }

  /** What a process left that died while it wrote. */
  private void removeUnfinished() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + UNFINISHED)) {
      for (Path file : files) {
        Files.deleteIfExists(file);
      }
    }
  }

  @Override
  public void write(Evidence evidence) {
    Path unfinished = null;
    try {
      unfinished = Files.createTempFile(directory, evidence.run().id().value(), UNFINISHED);
      writeSafely(unfinished, json.apply(evidence));
      Files.move(
          unfinished,
          file(evidence.run().id()),
          StandardCopyOption.ATOMIC_MOVE,
          StandardCopyOption.REPLACE_EXISTING);
      makeDirectorySafe();
    } catch (IOException failed) {
      removeQuietly(unfinished);
      throw new StoreException(
          "evidence cannot be written to %s; look at its permissions and at the space on its disk"
              .formatted(directory),
          failed);
    }
  }

  private static void writeSafely(Path file, String text) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    }
  }

  /** A rename is safe only when its directory is. */
  private void makeDirectorySafe() throws IOException {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }

  private static void removeQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException stays) {
      // removed at the next start
    }
  }

  @Override
  public Optional<String> read(RunId id) {
    try {
      return Optional.of(Files.readString(file(id)));
    } catch (NoSuchFileException none) {
      return Optional.empty();
    } catch (IOException failed) {
      throw new StoreException("the evidence of run %s cannot be read".formatted(id), failed);
    }
  }

  /** Forgets the evidence of a run, if there is any. */
  public void delete(RunId id) {
    try {
      Files.deleteIfExists(file(id));
    } catch (IOException failed) {
      throw new StoreException("the evidence of run %s cannot be removed".formatted(id), failed);
    }
  }

  private Path file(RunId id) {
    return directory.resolve(id.value() + ".json");
  }
}
