package io.drillmaster.cli;

import io.drillmaster.config.ConfigLoader;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.InvalidConfigException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code drillmaster validate}: says everything that is wrong with a configuration. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a configuration and says everything that is wrong with it.",
    footer = "Exit codes: 0 valid, 1 not valid, 64 usage. No cluster is asked.")
public final class Validate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--config",
      paramLabel = "FILE",
      defaultValue = "config/drillmaster.yaml",
      description = "The configuration (default: ${DEFAULT-VALUE}).")
  private Path file;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    try {
      DrillmasterConfig config = ConfigLoader.load(file);
      long probes = config.probes().values().stream().filter(p -> p.enabled()).count();
      out.printf("%s is valid: %d clusters, %d probes%n", file, config.clusters().size(), probes);
      return 0;
    } catch (InvalidConfigException e) {
      e.problems().forEach(err::println);
      int count = e.problems().size();
      err.printf("%s is not valid: %d %s%n", file, count, count == 1 ? "problem" : "problems");
      err.println("next: docs/configuration.md explains every key");
      return 1;
    }
  }
}
