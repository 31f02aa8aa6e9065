package io.drillmaster.cli;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunRequest;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code drillmaster render}: the phases of a plan, without carrying them out. */
@Command(
    name = "render",
    mixinStandardHelpOptions = true,
    description = "Prints the plan of a kind of run without running it.",
    footer = "Exit codes: 0 printed, 1 there is no such plan, 2 no valid configuration, 64 usage.")
final class Render implements Callable<Integer> {
  private final Program program;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOption config;

  @Parameters(index = "0", paramLabel = "KIND", description = "As in the API: verify-backups.")
  private String kind;

  @Option(
      names = "--cluster",
      paramLabel = "NAME",
      defaultValue = RunRequest.ALL_CLUSTERS,
      description = "The cluster, or all (default: ${DEFAULT-VALUE}).")
  private String cluster;

  @Option(
      names = {"-p", "--parameter"},
      paramLabel = "NAME=VALUE",
      description = "A parameter of this kind; may be repeated.")
  private Map<String, String> parameters = new TreeMap<>();

  Render(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    Optional<DrillmasterConfig> valid = ConfigOption.load(config.file(), err);
    if (valid.isEmpty()) {
      return 2;
    }
    List<PlanFactory> kinds = program.kinds(valid.get());
    Optional<PlanFactory> factory = kinds.stream().filter(k -> k.kind().equals(kind)).findFirst();
    if (factory.isEmpty()) {
      err.println("There is no such kind of run. Known: " + names(kinds));
      return 1;
    }
    try {
      print(factory.get().plan(new RunRequest(kind, cluster, parameters, "render")), out);
      return 0;
    } catch (InvalidRunException e) {
      e.problems().forEach(p -> err.println(p.pointer().substring(1) + ": " + p.message()));
      return 1;
    }
  }

  private static String names(List<PlanFactory> kinds) {
    return String.join(", ", kinds.stream().map(PlanFactory::kind).toList());
  }

  private static void print(Plan plan, PrintWriter out) {
    out.printf("%s on %s, at most %s%n", plan.kind(), target(plan), words(plan));
    int number = 1;
    for (Phase phase : plan.phases()) {
      out.printf(
          "%2d. %-28s at most %-8s%s%n",
          number++,
          phase.name(),
          TimeWords.duration(phase.timeout()),
          phase.undo().map(undo -> "undone by " + undo.name()).orElse("reads only"));
    }
  }

  private static String words(Plan plan) {
    return TimeWords.duration(plan.timeout());
  }

  private static String target(Plan plan) {
    return plan.target().cluster() + " (" + plan.target().path() + ")";
  }
}
