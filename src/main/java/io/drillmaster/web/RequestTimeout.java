package io.drillmaster.web;

import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;

/**
 * Ends requests that arrive too slowly or take too long; those that follow a run are left alone.
 */
final class RequestTimeout implements Handler<RoutingContext> {
  private final Duration limit;

  RequestTimeout(Duration limit) {
    this.limit = limit;
  }

  @Override
  public void handle(RoutingContext context) {
    if (Gate.request(context).template().endsWith("/events")) {
      context.next();
      return;
    }
    long timer = context.vertx().setTimer(limit.toMillis(), id -> expire(context));
    context.addEndHandler(ended -> context.vertx().cancelTimer(timer));
    context.next();
  }

  private static void expire(RoutingContext context) {
    if (context.response().headWritten()) {
      return;
    }
    boolean arrived = context.request().isEnded();
    Replies.send(context, arrived ? Problems.tookTooLong() : Problems.tooSlow());
  }
}
