package io.drillmaster.web;

import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.Runs;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.net.impl.ConnectionBase;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/**
 * One client that follows one run. Events come on threads of the run engine; everything else
 * happens on the event loop of the connection, at the pace of the client. What does not fit into
 * the bounded queue is left aside and asked for again when the client has caught up; one that reads
 * nothing at all is cut off.
 */
final class EventStream {
  private static final int MAX_PENDING = 500;
  private static final int PATIENCE = 4;
  private static final long FIRST_WORD = Duration.ofMillis(250).toMillis();

  private final RoutingContext routing;
  private final HttpServerResponse response;
  private final Context context;
  private final EventFormat format;
  private final int from;
  private final AtomicInteger underWay = new AtomicInteger();
  private final Queue<String> pending = new ArrayDeque<>();
  private final AtomicBoolean overrun = new AtomicBoolean();
  private IntFunction<Future<?>> again = position -> Future.succeededFuture();
  private boolean askingAgain;
  private int next;
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

  /**
   * Begins to write. Sends something now and then, so that neither side takes the other for dead.
   *
   * @param resubscribe has every event from that position on offered again; done when they were
   */
  void open(Duration heartbeat, IntFunction<Future<?>> resubscribe) {
    if (isOver()) {
      return;
    }
    again = resubscribe;
    response.drainHandler(drained -> drain());
    long first = routing.vertx().setTimer(FIRST_WORD, id -> head());
    long timer = routing.vertx().setPeriodic(heartbeat.toMillis(), id -> beat());
    routing.addEndHandler(
        gone -> {
          routing.vertx().cancelTimer(first);
          routing.vertx().cancelTimer(timer);
          pending.clear();
        });
    drain();
  }

  /** Takes an event; any thread, never waits. */
  void offer(Runs.Numbered event) {
    if (overrun.get()) {
      // those behind one that was left aside are of no use; all of them are offered again
      return;
    }
    if (underWay.incrementAndGet() > MAX_PENDING) {
      underWay.decrementAndGet();
      if (overrun.compareAndSet(false, true)) {
        context.runOnContext(go -> drain());
      }
      return;
    }
    context.runOnContext(
        go -> {
          underWay.decrementAndGet();
          accept(event);
        });
  }

  private void accept(Runs.Numbered event) {
    if (isOver()) {
      return;
    }
    if (event.position() == next) {
      if (pending.size() >= MAX_PENDING) {
        overrun.set(true);
      } else {
        take(event);
      }
    }
    drain();
  }

  private void take(Runs.Numbered event) {
    next++;
    String text = format.write(event);
    if (event.position() >= from && !text.isEmpty()) {
      pending.add(text);
    }
    ended = event.event() instanceof RunEvent.RunEnded;
  }

  private void drain() {
    if (isOver()) {
      return;
    }
    if (ended && pending.isEmpty() && !response.headWritten()) {
      response.setStatusCode(204).end();
      return;
    }
    if (!pending.isEmpty()) {
      head();
    }
    while (!pending.isEmpty() && !response.writeQueueFull()) {
      stalled = 0;
      response.write(pending.remove());
    }
    if (pending.isEmpty() && ended) {
      response.end();
    } else if (pending.isEmpty() && !askingAgain && overrun.compareAndSet(true, false)) {
      // one at a time: each is told everything, and could ask for more of the same
      askingAgain = true;
      again
          .apply(next)
          .onComplete(
              told -> {
                askingAgain = false;
                drain();
              });
    }
  }

  private void head() {
    if (!isOver() && !response.headWritten()) {
      response.putHeader("Content-Type", MediaTypes.header(format.mediaType()));
      // proxies that buffer would hold back the lines
      response.putHeader("X-Accel-Buffering", "no");
      response.setChunked(true).setStatusCode(200).writeHead();
    }
  }

  private void beat() {
    if (response.closed()) {
      return;
    }
    // what was ended is still there until the client has read it
    if (response.ended() || response.writeQueueFull()) {
      stalled++;
      if (stalled >= PATIENCE) {
        cut();
      }
    } else if (!format.heartbeat().isEmpty()) {
      head();
      response.write(format.heartbeat());
    }
  }

  /** A polite close waits until everything is sent, which a client that reads nothing prevents. */
  private void cut() {
    HttpConnection connection = routing.request().connection();
    if (connection instanceof ConnectionBase socket) {
      socket.channelHandlerContext().close();
    } else {
      connection.close();
    }
  }

  private boolean isOver() {
    return response.ended() || response.closed();
  }
}
