package io.drillmaster;

import io.drillmaster.cli.Cli;
import io.drillmaster.cli.Daemon;
import io.drillmaster.cli.Program;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.Runs;
import io.drillmaster.flow.CamelRuntime;
import java.util.List;

/** One daemon: probes on their schedules, metrics, the store, runs and the API. */
public final class Drillmaster implements Daemon {
  private final Closing closing;
  private final StatusBoard board;
  private final Runs runs;
  private final CamelRuntime.Settings servers;

  Drillmaster(Closing closing, StatusBoard board, Runs runs, CamelRuntime.Settings servers) {
    this.closing = closing;
    this.board = board;
    this.runs = runs;
    this.servers = servers;
  }

  /**
   * Starts a daemon in this process; when this returns it is ready. Several may run side by side.
   *
   * @throws io.drillmaster.cli.CannotStartException with everything that an operator can mend: a
   *     port that is taken, a store that is locked, a kubeconfig that is missing; nothing runs then
   */
  public static Drillmaster start(DrillmasterConfig config) {
    Closing closing = new Closing();
    try {
      return new Assembly(config, closing).start();
    } catch (RuntimeException | Error failure) {
      closing.close();
      throw failure;
    }
  }

  /** The commands of the program; see {@code --help}. */
  public static void main(String[] arguments) {
    System.exit(Cli.of(new Commands()).execute(arguments));
  }

  private static final class Commands implements Program {
    @Override
    public Daemon start(DrillmasterConfig config) {
      return Drillmaster.start(config);
    }

    @Override
    public List<PlanFactory> kinds(DrillmasterConfig config) {
      return Kinds.of(
          config,
          (cluster, probe, notBefore, deadline) -> {
            throw new IllegalStateException("a plan that is only printed does nothing");
          });
    }
  }

  /** {@code http://127.0.0.1:8080}, with the port that was picked. */
  @Override
  public String apiUrl() {
    return "http://" + servers.apiHost() + ":" + servers.apiPort();
  }

  /** Where {@code /metrics} and {@code /health} are. */
  @Override
  public String managementUrl() {
    return "http://" + servers.managementHost() + ":" + servers.managementPort();
  }

  public StatusBoard board() {
    return board;
  }

  public Runs runs() {
    return runs;
  }

  /** Ends within ten seconds: runs are cancelled and clean up, then everything is closed. */
  @Override
  public void close() {
    closing.close();
  }
}
