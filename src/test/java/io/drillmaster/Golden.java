package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Compares a rendering with the file that a person has read and found good. {@code mvn test
 * -Dgolden.update} writes the files anew; read the difference before you commit it.
 */
public final class Golden {
  private static final Path FOLDER = Path.of("src/test/resources/golden");

  private Golden() {}

  /**
   * @param file name below {@code src/test/resources/golden}
   */
  public static void assertMatches(String file, String rendered) {
    Path path = FOLDER.resolve(file);
    try {
      if (System.getProperty("golden.update") != null) {
        Files.createDirectories(path.getParent());
        Files.writeString(path, rendered);
      }
      assertThat(path).as("missing; run with -Dgolden.update and read it").exists();
      assertThat(rendered)
          .as("%s (run with -Dgolden.update)", path)
          .isEqualTo(Files.readString(path));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
