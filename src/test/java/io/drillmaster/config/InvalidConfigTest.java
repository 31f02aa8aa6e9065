package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get it wrong, with the exact words in the first lines: {@code # expect: …}. */
class InvalidConfigTest {
  private static final Path FIXTURES = Path.of("src/test/resources/config/invalid");
  private static final Path EXAMPLE = Path.of("config/drillmaster.yaml");
  private static final String EXPECT = "# expect: ";

  static Stream<Path> fixtures() throws IOException {
    try (Stream<Path> files = Files.list(FIXTURES)) {
      return files.filter(f -> f.toString().endsWith(".yaml")).sorted().toList().stream();
    }
  }

  private static InvalidConfigException load(Path file) {
    return catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(file));
  }

  @ParameterizedTest
  @MethodSource("fixtures")
  void saysExactlyWhatIsWrong(Path fixture) throws IOException {
    if (Boolean.getBoolean("golden.update")) {
      writeExpectations(fixture);
    }
    assertThat(said(fixture)).isEqualTo(expected(fixture));
  }

  private static List<String> said(Path fixture) {
    InvalidConfigException problem = load(fixture);
    assertThat(problem).as(fixture + " is taken for valid").isNotNull();
    return problem.problems().stream().map(ConfigProblem::toString).toList();
  }

  private static List<String> expected(Path fixture) throws IOException {
    try (Stream<String> lines = Files.lines(fixture)) {
      return lines
          .filter(l -> l.startsWith(EXPECT))
          .map(l -> l.substring(EXPECT.length()))
          .toList();
    }
  }

  /** Twice, because the first time moves the lines that the messages name. */
  private static void writeExpectations(Path fixture) throws IOException {
    for (int i = 0; i < 2; i++) {
      String body =
          Files.readString(fixture)
              .lines()
              .filter(line -> !line.startsWith(EXPECT))
              .map(line -> line + "\n")
              .collect(Collectors.joining());
      String head =
          said(fixture).stream().map(line -> EXPECT + line + "\n").collect(Collectors.joining());
      Files.writeString(fixture, head + body);
    }
  }

  @Test
  void thereAreManyFixtures() throws IOException {
    assertThat(fixtures()).hasSizeGreaterThan(60);
  }

  @Test
  void noMessageHoldsASecret() throws IOException {
    List<Path> planted = new ArrayList<>();
    for (Path fixture : fixtures().toList()) {
      if (Files.readString(fixture).contains("s3cr3t")) {
        planted.add(fixture);
      }
    }
    assertThat(planted).hasSizeGreaterThan(8);
    assertThat(planted.stream().map(f -> load(f).getMessage()))
        .allSatisfy(message -> assertThat(message).doesNotContain("s3cr3t"));
  }

  @Test
  void whatIsNoConfigurationIsSaidClearly(@TempDir Path dir) throws IOException {
    assertThat(load(bytes(dir, 0xc3, 0x28, 0, 1))).hasMessage(file(dir) + " is no text (UTF-8)");
    assertThat(load(bytes(dir, 0xff, 0xfe, 'a', 0))).hasMessage(file(dir) + " is no text (UTF-8)");
    assertThat(load(bytes(dir, 'a', 0, 7, 1)))
        .hasMessage("odd.yaml: is not YAML: it holds characters that no text file has");
    assertThat(load(Files.writeString(dir.resolve("odd.yaml"), "#".repeat((1 << 20) + 1))))
        .hasMessage(file(dir) + " is larger than 1 MiB");
    assertThat(load(dir)).hasMessage(dir + ": is a directory, not a file");
    assertThat(load(dir.resolve("nowhere.yaml")))
        .hasMessage(dir.resolve("nowhere.yaml") + ": does not exist");
    assertThat(load(Path.of("/dev/zero")))
        .hasMessage("/dev/zero: is no regular file, or may not be looked at");
  }

  private static Path bytes(Path dir, int... content) throws IOException {
    byte[] bytes = new byte[content.length];
    for (int i = 0; i < content.length; i++) {
      bytes[i] = (byte) content[i];
    }
    return Files.write(dir.resolve("odd.yaml"), bytes);
  }

  private static String file(Path dir) {
    return dir.resolve("odd.yaml") + ":";
  }

  @Test
  @Timeout(20)
  void aliasesThatMultiplyEachOtherComeToAnEnd(@TempDir Path dir) throws IOException {
    StringBuilder bomb = new StringBuilder("a: &a [" + "x,".repeat(1000) + "x]\n");
    for (char name = 'b'; name <= 'f'; name++) {
      String before = "*" + (char) (name - 1);
      bomb.append(
          "%s: &%s [%s]%n"
              .formatted(name, name, String.join(",", List.of(before, before, before, before))));
    }
    assertThat(load(Files.writeString(dir.resolve("odd.yaml"), bomb)))
        .hasMessage("odd.yaml:1: holds more than 50000 values");
  }

  @Test
  void noMutationOfAConfigurationBreaksTheLoader(@TempDir Path dir) throws IOException {
    List<String> seeds = new ArrayList<>(List.of(Files.readString(EXAMPLE)));
    for (Path fixture : fixtures().toList()) {
      seeds.add(Files.readString(fixture));
    }
    ConfigMutations mutations = new ConfigMutations(42, seeds);
    Path file = dir.resolve("mutated.yaml");
    for (int i = 0; i < 1500; i++) {
      String mutated = mutations.next();
      Files.write(file, mutated.getBytes(StandardCharsets.UTF_8)); // half of a pair becomes ?
      try {
        ConfigLoader.loadWithoutFiles(file);
        ConfigLoader.load(file);
      } catch (InvalidConfigException e) {
        assertThat(e.problems()).isNotEmpty();
        assertThat(e.getMessage())
            .as(mutated)
            .doesNotContain("Exception", "io.drillmaster", "s3cr3t");
      } catch (RuntimeException | Error e) {
        throw new AssertionError("broken by:\n" + mutated, e);
      }
    }
  }
}
