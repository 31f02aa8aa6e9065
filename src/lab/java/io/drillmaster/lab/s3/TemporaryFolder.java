package io.drillmaster.lab.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Folders of the lab that go away with it. */
public final class TemporaryFolder {
  private static final System.Logger LOG = System.getLogger(TemporaryFolder.class.getName());

  private TemporaryFolder() {}

  /** Creates one whose name begins so. */
  public static Path create(String prefix) {
    try {
      return Files.createTempDirectory(prefix);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Deletes it with everything in it; what cannot be deleted is only said. */
  public static void delete(Path folder) {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.WARNING, "{0} was not deleted: {1}", folder, e.getMessage());
    }
  }
}
