package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What CONTRIBUTING.md promises is what the sample probe of the tests does. */
class ContributingTest {
  private static final Pattern SAMPLE =
      Pattern.compile("<!-- sample: (\\S+) -->\\s*```yaml\\n(.*?)\\n\\s*```", Pattern.DOTALL);
  private static final Pattern FILE = Pattern.compile("`((?:src|routes|config|docs)/[\\w./-]+)`");

  private final String text = read(Path.of("CONTRIBUTING.md"));

  @Test
  void theTemplateOfTheGuideIsTheOneThatRuns() {
    Matcher sample = SAMPLE.matcher(text);
    assertThat(sample.find()).isTrue();
    List<String> shown = sample.group(2).lines().map(String::stripLeading).toList();
    List<String> runs = read(Path.of(sample.group(1))).lines().map(String::stripLeading).toList();
    assertThat(shown).isEqualTo(runs);
  }

  @Test
  void everyFileThatTheGuideNamesIsThere() {
    Matcher file = FILE.matcher(text);
    assertThat(file.results().map(m -> Path.of(m.group(1)))).isNotEmpty().allMatch(Files::exists);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
