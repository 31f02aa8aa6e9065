package io.drillmaster;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.run.Runs;
import io.drillmaster.flow.CamelRuntime;

/** One daemon: probes on their schedules, metrics, the store, runs and the API. */
public final class Drillmaster implements AutoCloseable {
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

  /** {@code http://127.0.0.1:8080}, with the port that was picked. */
  public String apiUrl() {
    return "http://" + servers.apiHost() + ":" + servers.apiPort();
  }

  /** Where {@code /metrics} and {@code /health} are. */
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
