package io.drillmaster.lab.kube;

import io.drillmaster.lab.kube.Watches.Sink;
import io.drillmaster.lab.kube.Watches.Watch;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.ServerWebSocket;
import java.time.Duration;

/** Watches over a websocket or as a chunked body. */
final class WatchFront {
  private static final int LONGEST_QUEUE = 8 * 1024 * 1024;
  private static final Duration BEAT = Duration.ofSeconds(5);
  private static final Duration LONGEST_WATCH = Duration.ofMinutes(30);

  private final Vertx vertx;
  private final Watches watches;

  WatchFront(Vertx vertx, Watches watches) {
    this.vertx = vertx;
    this.watches = watches;
  }

  /**
   * Opens a watch; refusals come before the stream begins.
   *
   * @param gone tell the client at once that its version is too old
   */
  void open(HttpServerRequest http, ApiRequest request, ResourceType type, boolean gone) {
    String version = request.parameter("resourceVersion");
    if (!version.matches("\\d{0,18}")) {
      throw StatusException.badRequest("resourceVersion is no number: " + version);
    }
    var selector = Listing.selector(request, type);
    String namespace = request.resource().orElseThrow().namespace();
    boolean socket = "websocket".equalsIgnoreCase(http.getHeader(HttpHeaders.UPGRADE));
    if (socket) {
      http.toWebSocket()
          .onSuccess(
              opened -> {
                opened.setWriteQueueMaxSize(LONGEST_QUEUE);
                Watch watch =
                    new Watch(
                        type, namespace, selector, new Rendering(type, request), sink(opened));
                opened.closeHandler(v -> watches.end(watch));
                follow(watch, request, gone);
              });
    } else {
      HttpServerResponse response = http.response();
      Watch watch =
          new Watch(type, namespace, selector, new Rendering(type, request), sink(response));
      response.closeHandler(v -> watches.end(watch));
      response.setChunked(true).setWriteQueueMaxSize(LONGEST_QUEUE);
      response.putHeader(HttpHeaders.CONTENT_TYPE, "application/json");
      http.resume();
      response.write("");
      follow(watch, request, gone);
    }
  }

  private void follow(Watch watch, ApiRequest request, boolean gone) {
    if (gone) {
      watches.begin(watch, "1");
      return;
    }
    watches.begin(watch, request.parameter("resourceVersion"));
    long end = System.nanoTime() + lifetime(request).toNanos();
    boolean bookmarks = request.flag("allowWatchBookmarks");
    long beat = Math.min(BEAT.toMillis(), lifetime(request).toMillis());
    vertx.setPeriodic(beat, timer -> beat(timer, watch, end, bookmarks));
  }

  private void beat(long timer, Watch watch, long end, boolean bookmarks) {
    if (!watches.isOpen(watch)) {
      vertx.cancelTimer(timer);
      return;
    }
    if (bookmarks) {
      watches.bookmark(watch);
    }
    if (System.nanoTime() >= end) {
      watch.sink().end();
      watches.end(watch);
    }
  }

  private static Duration lifetime(ApiRequest request) {
    String seconds = request.parameter("timeoutSeconds");
    return seconds.matches("[1-9]\\d{0,4}")
        ? Duration.ofSeconds(Long.parseLong(seconds))
        : LONGEST_WATCH;
  }

  private static Sink sink(ServerWebSocket socket) {
    return new Sink() {
      @Override
      public void send(String event) {
        if (socket.isClosed()) {
          return;
        }
        if (socket.writeQueueFull()) {
          socket.close();
        } else {
          socket.writeTextMessage(event);
        }
      }

      @Override
      public void end() {
        if (!socket.isClosed()) {
          socket.close();
        }
      }
    };
  }

  /** Writes each event as a line of a chunked body. */
  static Sink sink(HttpServerResponse response) {
    return new Sink() {
      @Override
      public void send(String event) {
        if (response.ended() || response.closed()) {
          return;
        }
        if (response.writeQueueFull()) {
          response.reset();
        } else {
          response.write(event);
        }
      }

      @Override
      public void end() {
        if (!response.ended() && !response.closed()) {
          response.end();
        }
      }
    };
  }
}
