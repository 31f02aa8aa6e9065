package io.drillmaster.lab;

import io.drillmaster.Drillmaster;
import io.drillmaster.cli.CannotStartException;
import io.drillmaster.config.ConfigLoader;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code drillmaster demo}: a simulated estate of two clusters, and the daemon that watches it. */
@Command(
    name = "drillmaster demo",
    mixinStandardHelpOptions = true,
    description =
        "A simulated estate of two clusters, with real archives, and the daemon watching it.")
public final class Demo implements Callable<Integer> {
  private static final PrintStream OUT = System.out;

  @Option(
      names = "--fault",
      paramLabel = "NAME",
      description = "Starts with this broken; repeatable.")
  private final List<String> faults = new ArrayList<>();

  @Option(names = "--list-faults", description = "Prints what can be broken, and ends.")
  private boolean listFaults;

  @Option(
      names = "--port",
      defaultValue = "8080",
      description = "Of API and page (${DEFAULT-VALUE}).")
  private int port;

  @Option(
      names = "--management-port",
      defaultValue = "8081",
      description = "Of metrics and health (${DEFAULT-VALUE}).")
  private int managementPort;

  @Option(
      names = "--directory",
      defaultValue = "target/demo",
      description = "Where token, kubeconfig and configuration go (${DEFAULT-VALUE}).")
  private Path directory;

  public static void main(String[] args) {
    CommandLine line = new CommandLine(new Demo());
    line.getCommandSpec().exitCodeOnInvalidInput(64);
    System.exit(line.execute(args));
  }

  @Override
  public Integer call() throws Exception {
    if (listFaults) {
      Lab.faults().forEach(Demo::print);
      return 0;
    }
    List<String> known = Lab.faults().stream().map(Fault::name).toList();
    for (String fault : faults) {
      if (!known.contains(fault)) {
        System.err.println("There is no such fault. drillmaster demo --list-faults prints them.");
        return 64;
      }
    }
    OUT.println("Starting the lab: two clusters, their buckets, their operators ...");
    Lab lab = Lab.start();
    try {
      faults.forEach(lab::inject);
      LabEstate estate = LabEstate.write(directory, lab, LabEstate.Pace.DEMO, port, managementPort);
      Drillmaster daemon = Drillmaster.start(ConfigLoader.load(estate.config()));
      endWith(lab, daemon);
      new DemoGuide(OUT, daemon, estate).welcome(faults);
      new DemoConsole(lab, daemon, OUT).listen(System.in);
      new CountDownLatch(1).await();
      return 0;
    } catch (CannotStartException e) {
      e.problems().forEach(System.err::println);
      System.err.println("next: " + e.next() + ", or --port and --management-port");
      lab.close();
      return 2;
    }
  }

  private static void print(Fault fault) {
    OUT.printf(
        "%-30s %-6s %-24s %s%n",
        fault.name(), fault.seenBy(), fault.findingCode(), fault.meaning());
  }

  private static void endWith(Lab lab, Drillmaster daemon) {
    Thread end =
        new Thread(
            () -> {
              daemon.close();
              lab.close();
              OUT.println("Ended.");
              OUT.flush();
              Runtime.getRuntime().halt(0); // told to end, and ended: that is success
            },
            "demo-end");
    Runtime.getRuntime().addShutdownHook(end);
  }
}
