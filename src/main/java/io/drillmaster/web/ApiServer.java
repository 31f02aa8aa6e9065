package io.drillmaster.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Route;
import org.apache.camel.component.platform.http.vertx.VertxPlatformHttpRouter;
import org.apache.camel.support.LifecycleStrategySupport;

/**
 * Puts the handlers before the routes. Camel's router is there when the first routes are added, and
 * no route serves before that, so there is no moment without them.
 */
final class ApiServer extends LifecycleStrategySupport {
  private static final int FIRST = -1000;

  private final List<Handler<RoutingContext>> handlers;
  private final EventStreams events;
  private volatile Optional<CamelContext> camel = Optional.empty();
  private boolean installed;

  /**
   * @param handlers that every request passes, in this order
   */
  ApiServer(List<Handler<RoutingContext>> handlers, EventStreams events) {
    this.handlers = List.copyOf(handlers);
    this.events = events;
  }

  @Override
  public void onContextInitializing(CamelContext context) {
    camel = Optional.of(context);
  }

  @Override
  public void onRoutesAdd(Collection<Route> routes) {
    if (!installed) {
      camel.stream()
          .flatMap(c -> c.getRegistry().findByType(VertxPlatformHttpRouter.class).stream())
          .filter(VertxPlatformHttpRouter::isMainServer)
          .findFirst()
          .ifPresent(this::install);
    }
  }

  private void install(VertxPlatformHttpRouter router) {
    if (!Long.valueOf(BodyGuard.LIMIT).equals(router.getServer().getMaxBodySize())) {
      throw new IllegalStateException("camel.server.maxBodySize must be " + BodyGuard.LIMIT);
    }
    installed = true;
    router.route().order(FIRST).failureHandler(Gate::failed);
    int order = FIRST;
    for (Handler<RoutingContext> handler : handlers) {
      order++;
      router.route().order(order).handler(handler);
    }
    router.get(EventStreams.PATH).order(order + 1).handler(events);
    router.head(EventStreams.PATH).order(order + 1).handler(events);
  }
}
