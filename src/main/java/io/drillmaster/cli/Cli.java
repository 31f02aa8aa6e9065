package io.drillmaster.cli;

import io.drillmaster.core.Version;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line of the program. */
@Command(
    name = "drillmaster",
    mixinStandardHelpOptions = true,
    versionProvider = Cli.VersionLine.class,
    description = "Continuous proof that the backups of Kubernetes clusters can be recovered.",
    synopsisSubcommandLabel = "COMMAND")
public final class Cli {
  /** What {@code sysexits.h} calls EX_USAGE. */
  private static final int USAGE = 64;

  private Cli() {}

  static final class VersionLine implements IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {
        "drillmaster " + Version.current() + " on Java " + System.getProperty("java.version")
      };
    }
  }

  @Command(name = "version", description = "Prints the version.")
  static final class VersionCommand implements Runnable {
    @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

    @Override
    public void run() {
      spec.root().commandLine().printVersionHelp(spec.commandLine().getOut());
    }
  }

  /** The commands, to be executed with the arguments of the process. */
  public static CommandLine of(Program program) {
    CommandLine line =
        new CommandLine(new Cli())
            .addSubcommand(new Run(program))
            .addSubcommand(new Validate())
            .addSubcommand(new Render(program))
            .addSubcommand(new VersionCommand())
            .setCaseInsensitiveEnumValuesAllowed(true);
    line.getCommandSpec().exitCodeOnInvalidInput(USAGE);
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().exitCodeOnInvalidInput(USAGE));
    line.getSubcommands().values().forEach(c -> c.getCommandSpec().exitCodeOnExecutionException(2));
    return line;
  }
}
