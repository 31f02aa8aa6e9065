package io.drillmaster.lab.s3;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.RequestOptions;
import java.net.URI;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Stands before the store and puts its {@code Date} headers back by five minutes. */
final class DriftingClock implements AutoCloseable {
  private static final Duration BEHIND = Duration.ofMinutes(5);
  private static final DateTimeFormatter HTTP_DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ROOT);
  private static final long PATIENCE_SECONDS = 10;

  private final Vertx vertx =
      Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1).setWorkerPoolSize(1));
  private final URI store;
  private final HttpClient client = vertx.createHttpClient();
  private final HttpServer server;

  private DriftingClock(URI store) {
    this.store = store;
    this.server = vertx.createHttpServer().requestHandler(this::relay);
  }

  static DriftingClock start(URI store) {
    DriftingClock clock = new DriftingClock(store);
    try {
      clock
          .server
          .listen(0, "127.0.0.1")
          .toCompletionStage()
          .toCompletableFuture()
          .get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return clock;
    } catch (Exception e) {
      throw new IllegalStateException("no endpoint with a wrong clock", e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.actualPort());
  }

  /** The Host header goes through unchanged: it is part of what was signed. */
  private void relay(HttpServerRequest request) {
    RequestOptions onward =
        new RequestOptions()
            .setMethod(request.method())
            .setHost(store.getHost())
            .setPort(store.getPort())
            .setURI(request.uri())
            .setHeaders(request.headers());
    request
        .body()
        .compose(body -> client.request(onward).compose(next -> send(next, body)))
        .compose(answer -> answer.body().map(body -> answer(request, answer, body)))
        .onFailure(e -> request.response().setStatusCode(502).end());
  }

  private static io.vertx.core.Future<HttpClientResponse> send(
      HttpClientRequest request, Buffer body) {
    return request.send(body);
  }

  private static Buffer answer(HttpServerRequest request, HttpClientResponse answer, Buffer body) {
    request.response().setStatusCode(answer.statusCode()).headers().setAll(answer.headers());
    String late = HTTP_DATE.format(ZonedDateTime.now(ZoneOffset.UTC).minus(BEHIND));
    request.response().putHeader("Date", late);
    request.response().headers().remove("Transfer-Encoding");
    request.response().end(body);
    return body;
  }

  @Override
  public void close() {
    vertx.close();
  }
}
