package io.drillmaster.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.util.Collection;
import java.util.List;
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

  private final CamelContext camel;
  private final List<Handler<RoutingContext>> handlers;
  private final EventStreams events;
  private boolean installed;

  /**
   * @param handlers that every request passes, in this order
   */
  ApiServer(CamelContext camel, List<Handler<RoutingContext>> handlers, EventStreams events) {
    this.camel = camel;
    this.handlers = List.copyOf(handlers);
    this.events = events;
  }

  @Override
  public void onRoutesAdd(Collection<Route> routes) {
    if (!installed) {
      camel.getRegistry().findByType(VertxPlatformHttpRouter.class).stream()
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
