package io.drillmaster.web;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.ext.web.RoutingContext;

/** Writes answers from handlers that come before the routes. */
final class Replies {
  private static final long LINGER = 1000;

  private Replies() {}

  static void send(RoutingContext context, Problem problem) {
    Accept accept = Accept.of(context.request().headers().getAll("Accept"));
    send(context, problem.answer(accept));
  }

  static void send(RoutingContext context, Answer answer) {
    HttpServerResponse response = context.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(answer.status());
    answer.headers().forEach(response::putHeader);
    if (!answer.body().isEmpty()) {
      response.putHeader("Content-Type", MediaTypes.header(answer.mediaType()));
    }
    boolean unread = !context.request().isEnded();
    if (unread && context.request().version() != HttpVersion.HTTP_2) {
      response.putHeader("Connection", "close");
    }
    boolean head = context.request().method() == HttpMethod.HEAD;
    response.end(head ? "" : answer.body());
    if (unread) {
      leave(context);
    }
  }

  /**
   * Nobody wants the rest of the body. It is let in for a moment, because a connection that is cut
   * while the client still sends takes the answer with it.
   */
  private static void leave(RoutingContext context) {
    HttpServerRequest request = context.request();
    request.handler(dropped -> {}).exceptionHandler(gone -> {}).resume();
    if (request.version() != HttpVersion.HTTP_2) {
      context
          .vertx()
          .setTimer(
              LINGER,
              id -> {
                if (!request.isEnded()) {
                  request.connection().close();
                }
              });
    }
  }
}
