package io.drillmaster.cli;

import io.drillmaster.config.ConfigLoader;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.InvalidConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names the configuration, and how its problems are told. */
final class ConfigOption {
  @Option(
      names = {"-c", "--config"},
      paramLabel = "FILE",
      defaultValue = "config/drillmaster.yaml",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path file;

  Path file() {
    return file;
  }

  /** The configuration; empty where it is not valid, after everything that is wrong was told. */
  static Optional<DrillmasterConfig> load(Path file, PrintWriter err) {
    return load(ConfigLoader::load, file, err);
  }

  /** The same, without looking for the files that the configuration refers to. */
  static Optional<DrillmasterConfig> loadWithoutFiles(Path file, PrintWriter err) {
    return load(ConfigLoader::loadWithoutFiles, file, err);
  }

  private interface Loading {
    DrillmasterConfig load(Path file) throws InvalidConfigException;
  }

  private static Optional<DrillmasterConfig> load(Loading loading, Path file, PrintWriter err) {
    try {
      return Optional.of(loading.load(file));
    } catch (InvalidConfigException e) {
      e.problems().forEach(err::println);
      int count = e.problems().size();
      err.printf("%s is not valid: %d %s%n", file, count, count == 1 ? "problem" : "problems");
      err.println("next: docs/configuration.md explains every key");
      return Optional.empty();
    }
  }
}
