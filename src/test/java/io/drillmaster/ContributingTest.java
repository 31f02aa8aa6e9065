package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * What CONTRIBUTING.md shows is what the tests in {@code guide} run; {@code -Dgolden.update} copies
 * it anew.
 */
class ContributingTest {
  private static final Path GUIDE = Path.of("CONTRIBUTING.md");
  private static final Pattern SHOWN =
      Pattern.compile("( *)<!-- file: (\\S+) -->\\n *```(\\w+)\\n(.*?) *```\\n", Pattern.DOTALL);
  private static final Pattern NAMED =
      Pattern.compile("`((?:src|routes|config|docs|k8s|\\.taskfiles)/[\\w./-]+)`");
  private static final Pattern CLASS = Pattern.compile("`(?:-Dtest=)?([A-Z]\\w+(?:Test|IT))`");

  @Test
  void everySnippetOfTheGuideIsTheFileThatRuns() throws IOException {
    String text = Files.readString(GUIDE);
    String current = SHOWN.matcher(text).replaceAll(m -> Matcher.quoteReplacement(snippet(m)));
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(GUIDE, current);
    }
    assertThat(SHOWN.matcher(text).results()).hasSize(4);
    assertThat(Files.readString(GUIDE)).isEqualTo(current);
  }

  private static String snippet(java.util.regex.MatchResult shown) {
    String indent = shown.group(1);
    String content =
        content(Path.of(shown.group(2)))
            .lines()
            .map(line -> (line.isEmpty() ? "" : indent + line) + "\n")
            .collect(Collectors.joining());
    return "%s<!-- file: %s -->\n%s```%s\n%s%s```\n"
        .formatted(indent, shown.group(2), indent, shown.group(3), content, indent);
  }

  /** The file; of Java what comes after the imports. */
  private static String content(Path file) {
    try {
      String text = Files.readString(file);
      return file.toString().endsWith(".java") ? text.substring(text.indexOf("/**")) : text;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void everyFileAndEveryTestThatTheGuideNamesIsThere() throws IOException {
    String text = Files.readString(GUIDE);
    assertThat(NAMED.matcher(text).results().map(m -> Path.of(m.group(1))))
        .isNotEmpty()
        .allMatch(Files::exists);
    List<String> tests;
    try (var files = Files.walk(Path.of("src/test/java"))) {
      tests = files.map(file -> file.getFileName().toString()).toList();
    }
    assertThat(CLASS.matcher(text).results().map(m -> m.group(1) + ".java"))
        .isNotEmpty()
        .allMatch(tests::contains);
  }
}
