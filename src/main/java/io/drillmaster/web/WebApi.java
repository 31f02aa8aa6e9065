package io.drillmaster.web;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ApiConfig;
import io.drillmaster.core.evidence.EvidenceStore;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.run.Runs;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;

/**
 * The HTTP API and the pages. The routes in {@code routes/api.camel.yaml} call its beans; what must
 * come before any route (token, limits, security headers, live events) it installs on Camel's own
 * router.
 */
public final class WebApi {
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration HEARTBEAT = Duration.ofSeconds(15);
  private static final int BURST = 30;
  private static final double PER_SECOND = 1;

  private final EventStreams events;
  private final Map<String, Object> beans;

  public WebApi(
      StatusBoard board, Runs runs, EvidenceStore evidence, DrillmasterConfig config, Clock clock) {
    this(
        new Estate(board, config, clock),
        runs,
        evidence,
        config.api(),
        new Limits(REQUEST_TIMEOUT, HEARTBEAT, new RateLimit(BURST, PER_SECOND)));
  }

  /**
   * @param request how long a request may take to arrive and to be answered
   * @param heartbeat how often a client that follows a run hears something
   */
  record Limits(Duration request, Duration heartbeat, RateLimit mutations) {}

  WebApi(Estate estate, Runs runs, EvidenceStore evidence, ApiConfig config, Limits limits) {
    Contract contract = Contract.read();
    events = new EventStreams(runs, limits.heartbeat());
    List<Handler<RoutingContext>> handlers =
        List.of(
            new Gate(contract, estate.clock()),
            new RequestTimeout(limits.request()),
            new Bearer(config, limits.mutations()),
            new BodyGuard());
    beans =
        Map.of(
            "api-server", new ApiServer(handlers, events),
            "api-call", new ApiCall(),
            "api-status", new StatusCalls(estate),
            "api-runs", new RunCalls(runs, evidence, estate),
            "api-pages", new PageCalls(estate, runs, contract));
  }

  /**
   * To be bound in the registry before the context is made: what the routes call, and the lifecycle
   * strategy by which the handlers come before them.
   */
  public Map<String, Object> beans() {
    return beans;
  }

  /** Properties of Camel's main HTTP server that this API needs. */
  public static Map<String, String> serverProperties(ApiConfig config) {
    return Map.of(
        "camel.server.enabled", "true",
        "camel.server.host", config.host(),
        "camel.server.port", Integer.toString(config.port()),
        "camel.server.maxBodySize", Integer.toString(BodyGuard.LIMIT));
  }

  /**
   * The port that the API listens on, where the configuration leaves it open.
   *
   * @throws IllegalStateException where the server does not listen
   */
  public static int port(CamelContext camel) {
    return camel.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
        .filter(VertxPlatformHttpRouter::isMainServer)
        .map(router -> router.getServer().getServer().actualPort())
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the API server does not listen"));
  }

  /** How many clients follow a run now. */
  int followers() {
    return events.open();
  }
}
