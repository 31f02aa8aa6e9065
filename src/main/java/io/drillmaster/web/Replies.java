package io.drillmaster.web;

import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;

/** Writes answers from handlers that come before the routes. */
final class Replies {
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
    if (!context.request().isEnded()) {
      // nobody will read the rest of the body
      response.putHeader("Connection", "close");
    }
    response.end(answer.body());
  }
}
