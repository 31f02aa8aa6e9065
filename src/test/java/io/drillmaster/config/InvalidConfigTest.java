package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every way to get it wrong, with the exact words: {@code <name>.expected} beside each file. */
class InvalidConfigTest {
  private static final Path FIXTURES = Path.of("src/test/resources/config/invalid");

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
    InvalidConfigException problem = load(fixture);
    assertThat(problem).as(fixture + " is taken for valid").isNotNull();
    List<String> said = problem.problems().stream().map(ConfigProblem::toString).toList();
    Path expected = Path.of(fixture.toString().replace(".yaml", ".expected"));
    if (Boolean.getBoolean("golden.update")) {
      Files.write(expected, said);
    }
    assertThat(said).isEqualTo(Files.readAllLines(expected));
  }

  @Test
  void thereAreManyFixtures() throws IOException {
    assertThat(fixtures()).hasSizeGreaterThan(20);
  }

  @Test
  void noMessageHoldsASecret() throws IOException {
    assertThat(fixtures().map(f -> load(f).getMessage()))
        .noneMatch(message -> message.contains("s3cr3t"));
  }

  @Test
  void whatIsNoConfigurationIsSaidClearly(@TempDir Path dir) throws IOException {
    Path binary = Files.write(dir.resolve("binary.yaml"), new byte[] {(byte) 0xc3, 0x28, 0, 1});
    Path large = Files.writeString(dir.resolve("large.yaml"), "#".repeat((1 << 20) + 1));
    assertThat(load(binary)).hasMessage("binary.yaml: is not YAML: it is no UTF-8 text");
    assertThat(load(large))
        .hasMessage("large.yaml: is larger than 1 MiB; this is no configuration");
    assertThat(load(dir)).hasMessage(dir + ": is no file");
    assertThat(load(dir.resolve("nowhere.yaml")))
        .hasMessage(dir.resolve("nowhere.yaml") + ": there is no such file");
  }

  @Test
  void noMutationOfAConfigurationBreaksTheLoader(@TempDir Path dir) throws IOException {
    byte[] good =
        Files.readString(Path.of("config/drillmaster.yaml")).getBytes(StandardCharsets.UTF_8);
    Random random = new Random(42);
    Path file = dir.resolve("mutated.yaml");
    for (int i = 0; i < 400; i++) {
      byte[] mutated = good.clone();
      for (int j = 0; j <= random.nextInt(8); j++) {
        mutated[random.nextInt(mutated.length)] = (byte) random.nextInt(128);
      }
      Files.write(file, mutated);
      try {
        ConfigLoader.load(file);
      } catch (InvalidConfigException e) {
        assertThat(e.problems()).isNotEmpty();
      }
    }
  }
}
