package io.drillmaster.cli;

import io.drillmaster.config.DrillmasterConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
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

  @Mixin private ConfigOption config;

  @Option(
      names = "--without-files",
      description =
          "Does not look for kubeconfigs, token files and the like: for a configuration whose files"
              + " are elsewhere, as in a pod.")
  private boolean withoutFiles;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Path file = config.file();
    Optional<DrillmasterConfig> valid =
        withoutFiles ? ConfigOption.loadWithoutFiles(file, err) : ConfigOption.load(file, err);
    valid.ifPresent(
        sound -> {
          long probes = sound.probes().values().stream().filter(p -> p.enabled()).count();
          int clusters = sound.clusters().size();
          out.printf(
              "%s is valid: %d %s, %d %s%n",
              file,
              clusters,
              clusters == 1 ? "cluster" : "clusters",
              probes,
              probes == 1 ? "probe" : "probes");
        });
    return valid.isPresent() ? 0 : 1;
  }
}
