package io.drillmaster.web;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.evidence.EvidenceStore;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.run.Runs;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelContext;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpServer;

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

  private final Contract contract = Contract.read();
  private final Runs runs;
  private final DrillmasterConfig config;
  private final Clock clock;
  private final EventStreams events;
  private final Map<String, Object> beans;

  public WebApi(
      StatusBoard board, Runs runs, EvidenceStore evidence, DrillmasterConfig config, Clock clock) {
    this.runs = runs;
    this.config = config;
    this.clock = clock;
    this.events = new EventStreams(runs, HEARTBEAT);
    Estate estate = new Estate(board, config, clock);
    this.beans =
        Map.of(
            "api-call", new ApiCall(),
            "api-status", new StatusCalls(estate),
            "api-runs", new RunCalls(runs, evidence, estate.clusters(), clock),
            "api-pages", new PageCalls(estate, runs, contract));
  }

  /** Properties of Camel's main HTTP server that this API needs. */
  public static Map<String, String> serverProperties(DrillmasterConfig.ApiConfig config) {
    return Map.of(
        "camel.server.enabled", "true",
        "camel.server.host", config.host(),
        "camel.server.port", Integer.toString(config.port()),
        "camel.server.maxBodySize", Integer.toString(BodyGuard.LIMIT));
  }

  /**
   * Binds the beans that the routes call and arranges for the handlers. To be called before the
   * context starts, in {@code MainListener.afterConfigure}.
   */
  public void install(CamelContext camel) {
    install(camel, REQUEST_TIMEOUT, new RateLimit(BURST, PER_SECOND));
  }

  void install(CamelContext camel, Duration timeout, RateLimit limit) {
    beans.forEach(camel.getRegistry()::bind);
    RequestTimeout requestTimeout = new RequestTimeout(timeout);
    camel.addLifecycleStrategy(
        new ApiServer(
            camel,
            List.of(
                new Gate(contract, clock),
                context -> {
                  if (Gate.request(context).template().endsWith("/events")) {
                    context.next();
                  } else {
                    requestTimeout.handle(context);
                  }
                },
                new Bearer(config.api(), limit),
                new BodyGuard()),
            events));
  }

  /**
   * The port that the API listens on, where the configuration leaves it open.
   *
   * @throws IllegalStateException where the server does not listen
   */
  public static int port(CamelContext camel) {
    return camel
        .getRegistry()
        .findByType(org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter.class)
        .stream()
        .filter(router -> router.isMainServer())
        .map(router -> router.getServer())
        .map(VertxPlatformHttpServer::getServer)
        .map(io.vertx.core.http.HttpServer::actualPort)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the API server does not listen"));
  }

  /** How many clients follow a run now. */
  int followers() {
    return events.open();
  }
}
