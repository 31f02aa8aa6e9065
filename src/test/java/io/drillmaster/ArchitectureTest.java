package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.lang.ArchRule;
import io.drillmaster.architecture.Rules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The daemon keeps the rules of the house; {@code RulesTest} shows that each of them can fail. */
class ArchitectureTest {
  private static final int LINES = 250;
  private static final Pattern COMMENT = Pattern.compile("(?s)/\\*.*?\\*/|(?m)//.*$|^\\s*#.*$");
  private static final Pattern OF_AN_ESTATE =
      Pattern.compile("\\b(infra|postgres|databases|monosense|apps(?!(/|\", \")v1))\\b");

  private static final JavaClasses MAIN =
      new ClassFileImporter()
          .importLocations(List.of(Location.of(Path.of("target/classes/io/drillmaster"))));

  static Stream<String> rules() {
    return new Rules("io.drillmaster").all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void theDaemonKeepsTheRule(String name) {
    ArchRule rule = new Rules("io.drillmaster").all().get(name);
    rule.check(MAIN);
  }

  @Test
  void theWholeDaemonIsLookedAt() {
    assertThat(MAIN.contain(Drillmaster.class)).isTrue();
    assertThat(MAIN).hasSizeGreaterThan(200);
    assertThat(MAIN).noneMatch(item -> item.getPackageName().contains(".lab"));
  }

  @Test
  void noClassIsLongerThanAReaderCanFollow() throws IOException {
    assertThat(files("src/main/java", ".java").filter(f -> lines(f) > LINES)).isEmpty();
  }

  @Test
  void nothingKnowsTheNamesOfAnEstate() throws IOException {
    Stream<Path> code =
        Stream.of(
                files("src/main/java", ".java"),
                files("src/main/resources/templates", ""),
                files("routes", ".yaml"))
            .flatMap(files -> files);
    assertThat(code)
        .isNotEmpty()
        .allSatisfy(
            file ->
                assertThat(COMMENT.matcher(Files.readString(file)).replaceAll(""))
                    .doesNotContainPattern(OF_AN_ESTATE));
  }

  private static Stream<Path> files(String directory, String ending) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(directory))) {
      return files
          .filter(file -> Files.isRegularFile(file) && file.toString().endsWith(ending))
          .toList()
          .stream();
    }
  }

  private static long lines(Path file) {
    try (Stream<String> lines = Files.lines(file)) {
      return lines.count();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
