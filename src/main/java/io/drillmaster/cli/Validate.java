package io.drillmaster.cli;

import io.drillmaster.config.DrillmasterConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code drillmaster validate}: says everything that is wrong with a configuration. */
@Command(
    name = "validate",
    mixinStandardHelpOptions = true,
    description = "Checks a configuration and says everything that is wrong with it.",
    footer = "Exit codes: 0 valid, 1 not valid, 64 usage. No cluster is asked.")
public final class Validate implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ConfigOption config;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path file = config.file();
    Optional<DrillmasterConfig> valid = ConfigOption.load(file, err);
    valid.ifPresent(
        sound -> {
          long probes = sound.probes().values().stream().filter(p -> p.enabled()).count();
          int clusters = sound.clusters().size();
          out.printf("%s is valid: %d clusters, %d probes%n", file, clusters, probes);
        });
    return valid.isPresent() ? 0 : 1;
  }
}
