package io.drillmaster.lab.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Folders of the lab that go away with it. Their names hold the id of their process, so that what a
 * killed one left is deleted by the next.
 */
public final class TemporaryFolder {
  private static final System.Logger LOG = System.getLogger(TemporaryFolder.class.getName());

  private static final Path PLACE = Path.of(System.getProperty("java.io.tmpdir"));
  private static final String NAME = "drillmaster-lab-";
  private static final Pattern OF_PROCESS = Pattern.compile(NAME + "p([0-9]+)-.*");

  private TemporaryFolder() {}

  /** Creates one. */
  public static Path create() {
    deleteOrphans();
    try {
      return Files.createTempDirectory(NAME + "p" + ProcessHandle.current().pid() + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void deleteOrphans() {
    try (Stream<Path> folders = Files.list(PLACE)) {
      folders.filter(TemporaryFolder::isOrphan).toList().forEach(TemporaryFolder::delete);
    } catch (IOException | UncheckedIOException e) {
      LOG.log(Level.DEBUG, "what earlier labs left could not be listed: {0}", e.getMessage());
    }
  }

  /** Whether its process is no more. */
  static boolean isOrphan(Path folder) {
    Matcher name = OF_PROCESS.matcher(folder.getFileName().toString());
    return name.matches() && ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty();
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
