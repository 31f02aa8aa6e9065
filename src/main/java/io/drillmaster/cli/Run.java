package io.drillmaster.cli;

import io.drillmaster.config.DrillmasterConfig;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code drillmaster run}: the daemon, until it is told to end. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Runs the daemon until it gets SIGTERM or SIGINT.",
    footer = "Exit codes: 2 it cannot start, 64 usage, 143 ended by SIGTERM, 130 by SIGINT.")
final class Run implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(Run.class);
  private static final int CANNOT_RUN = 2;

  /** Kubernetes kills what is still there after its grace period; we are gone well before. */
  private static final Duration MOST_TO_END = Duration.ofSeconds(9);

  private final Program program;

  @Spec private CommandSpec spec;
  @Mixin private ConfigOption config;

  Run(Program program) {
    this.program = program;
  }

  @Override
  public Integer call() throws InterruptedException {
    PrintWriter err = spec.commandLine().getErr();
    Optional<DrillmasterConfig> valid = ConfigOption.load(config.file(), err);
    if (valid.isEmpty()) {
      return CANNOT_RUN;
    }
    try {
      Daemon daemon = program.start(valid.get());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(daemon), "shutdown"));
      LOG.info("API and page {}, metrics and health {}", daemon.apiUrl(), daemon.managementUrl());
    } catch (CannotStartException e) {
      err.println("Drillmaster cannot start:");
      e.problems().forEach(problem -> err.println("  " + problem));
      err.println("next: " + e.next());
      return CANNOT_RUN;
    } catch (RuntimeException e) {
      LOG.error("The start failed", e);
      err.println("Drillmaster cannot start: its routes or parts do not fit together.");
      err.println("next: read the log above; routes/ and config/application.properties are ours");
      return CANNOT_RUN;
    }
    new CountDownLatch(1).await(); // the shutdown hook ends it
    return 0;
  }

  private static void end(Daemon daemon) {
    Thread closing = new Thread(daemon::close, "closing");
    closing.setDaemon(true);
    closing.start();
    try {
      closing.join(MOST_TO_END.toMillis());
      if (closing.isAlive()) {
        LOG.warn("Not everything ended in time");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
