package io.drillmaster.web;

import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.Runs;
import io.vertx.core.Context;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One client that follows one run. Events come on threads of the run engine; everything else
 * happens on the event loop of the connection, at the pace of the client. Who reads too slowly is
 * cut off and may come back with {@code Last-Event-ID}.
 */
final class EventStream {
  private static final int MAX_PENDING = 20_000;
  private static final int PATIENCE = 4;
  private static final long FIRST_WORD = Duration.ofMillis(250).toMillis();

  private final RoutingContext routing;
  private final HttpServerResponse response;
  private final Context context;
  private final EventFormat format;
  private final int from;
  private final Queue<String> pending = new ArrayDeque<>();
  private boolean ended;
  private int stalled;

  /**
   * @param from position of the first event that is wanted
   */
  EventStream(RoutingContext routing, EventFormat format, int from) {
    this.routing = routing;
    this.response = routing.response();
    this.context = routing.vertx().getOrCreateContext();
    this.format = format;
    this.from = from;
  }

  /** Sends something now and then, so that neither side takes the other for dead. */
  void open(Duration heartbeat) {
    response.drainHandler(drained -> drain());
    long first = routing.vertx().setTimer(FIRST_WORD, id -> head());
    long timer = routing.vertx().setPeriodic(heartbeat.toMillis(), id -> beat());
    routing.addEndHandler(
        gone -> {
          routing.vertx().cancelTimer(first);
          routing.vertx().cancelTimer(timer);
          pending.clear();
        });
  }

  /** Takes an event; any thread, never waits. */
  void offer(Runs.Numbered event) {
    String text = format.write(event);
    boolean last = event.event() instanceof RunEvent.RunEnded;
    boolean wanted = event.position() >= from && !text.isEmpty();
    if (wanted || last) {
      context.runOnContext(go -> accept(wanted ? text : "", last));
    }
  }

  private void accept(String text, boolean last) {
    if (isOver()) {
      return;
    }
    if (!text.isEmpty()) {
      pending.add(text);
    }
    ended |= last;
    if (pending.size() > MAX_PENDING) {
      routing.request().connection().close();
    } else {
      drain();
    }
  }

  private void drain() {
    if (isOver()) {
      return;
    }
    if (ended && pending.isEmpty() && !response.headWritten()) {
      response.setStatusCode(204).end();
      return;
    }
    head();
    while (!pending.isEmpty() && !response.writeQueueFull()) {
      stalled = 0;
      response.write(pending.remove());
    }
    if (ended && pending.isEmpty()) {
      response.end();
    }
  }

  private void head() {
    if (!isOver() && !response.headWritten()) {
      response.putHeader("Content-Type", MediaTypes.header(format.mediaType()));
      response.putHeader("X-Accel-Buffering", "no");
      response.setChunked(true).setStatusCode(200).writeHead();
    }
  }

  private void beat() {
    if (isOver()) {
      return;
    }
    if (response.writeQueueFull()) {
      stalled++;
      if (stalled >= PATIENCE) {
        routing.request().connection().close();
      }
    } else if (!format.heartbeat().isEmpty()) {
      head();
      response.write(format.heartbeat());
    }
  }

  private boolean isOver() {
    return response.ended() || response.closed();
  }
}
