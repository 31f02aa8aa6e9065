package io.drillmaster.lab.kube;

import io.drillmaster.lab.kube.ApiRequest.Head;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The transport: reads requests, lets faults act, writes answers. */
final class HttpFront {
  private static final int LARGEST_BODY = 3 * 1024 * 1024;
  private static final byte[] NO_BODY = {};

  private final Vertx vertx;
  private final Api api;
  private final Streams streams;
  private final Identity identity;
  private final Recorder recorder;

  HttpFront(Vertx vertx, Api api, Streams streams, Identity identity, Recorder recorder) {
    this.vertx = vertx;
    this.api = api;
    this.streams = streams;
    this.identity = identity;
    this.recorder = recorder;
  }

  void handle(HttpServerRequest http) {
    http.pause();
    ApiRequest request = read(http);
    Optional<Fault> fault = recorder.fault(request.verb(), http.uri());
    if (fault.isPresent()) {
      act(http, request, fault.get());
    } else {
      authenticated(http, request, false);
    }
  }

  private static ApiRequest read(HttpServerRequest http) {
    Head head =
        new Head(
            http.method().name(),
            http.path(),
            header(http, HttpHeaders.ACCEPT),
            header(http, HttpHeaders.CONTENT_TYPE));
    Map<String, String> query = new HashMap<>();
    http.params().forEach(entry -> query.putIfAbsent(entry.getKey(), entry.getValue()));
    return new ApiRequest(head, ResourcePath.parse(http.path()), query, User.ANONYMOUS, NO_BODY);
  }

  private static String header(HttpServerRequest http, CharSequence name) {
    return Optional.ofNullable(http.getHeader(name)).orElse("");
  }

  private void act(HttpServerRequest http, ApiRequest request, Fault fault) {
    switch (fault.what()) {
      case STATUS -> {
        http.resume();
        write(http, request, FaultAnswers.of(fault.number(), identified(http, request)));
      }
      case HANG -> http.resume();
      case DROP -> http.connection().close();
      case SLOW -> vertx.setTimer(fault.number(), id -> authenticated(http, request, false));
      case GONE -> authenticated(http, request, true);
    }
  }

  /** With the true user if the token is one, so that refusals name it. */
  private ApiRequest identified(HttpServerRequest http, ApiRequest request) {
    try {
      return as(request, identity.of(http.headers()), NO_BODY);
    } catch (StatusException refusal) {
      return request;
    }
  }

  private static ApiRequest as(ApiRequest request, User user, byte[] body) {
    return new ApiRequest(request.head(), request.resource(), request.query(), user, body);
  }

  private void authenticated(HttpServerRequest http, ApiRequest anonymous, boolean gone) {
    User user;
    try {
      user = identity.of(http.headers());
    } catch (StatusException refusal) {
      http.resume();
      write(http, anonymous, Answer.of(refusal));
      return;
    }
    ApiRequest request = as(anonymous, user, NO_BODY);
    if (Streams.isStream(request)) {
      stream(http, request, gone);
    } else {
      http.resume();
      http.body()
          .onSuccess(body -> answer(http, request, body))
          .onFailure(gaveUp -> http.connection().close());
    }
  }

  private void stream(HttpServerRequest http, ApiRequest request, boolean gone) {
    try {
      api.authorize(request);
      ResourceType type =
          request.resource().flatMap(api::type).orElseThrow(StatusException::unknownPath);
      streams.open(http, request, type, gone);
      recorder.record(request, 200);
    } catch (StatusException refusal) {
      http.resume();
      write(http, request, Answer.of(refusal));
    }
  }

  private void answer(HttpServerRequest http, ApiRequest request, Buffer body) {
    if (body.length() > LARGEST_BODY) {
      write(http, request, Answer.of(tooLarge()));
      return;
    }
    try {
      write(http, request, api.answer(as(request, request.user(), body.getBytes())));
    } catch (RuntimeException defect) {
      String text = "Internal error occurred: " + defect.toString().toLowerCase(Locale.ROOT);
      write(
          http, request, Answer.of(new StatusException(500, "InternalError", text, Json.object())));
    }
  }

  private static StatusException tooLarge() {
    return new StatusException(
        413,
        "RequestEntityTooLarge",
        "Request entity too large: limit is " + LARGEST_BODY,
        Json.object());
  }

  private void write(HttpServerRequest http, ApiRequest request, Answer answer) {
    recorder.record(request, answer.code());
    if (http.response().closed()) {
      return;
    }
    http.response()
        .setStatusCode(answer.code())
        .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType());
    answer.headers().forEach(http.response()::putHeader);
    http.response().end(answer.body());
  }
}
