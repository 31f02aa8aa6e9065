package io.drillmaster.web;

import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.Runs;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /runs/{id}/events}. A handler and no route, because platform-http writes an answer
 * only when it is whole.
 */
final class EventStreams implements Handler<RoutingContext> {
  static final String PATH = "/api/v1/runs/:id/events";
  private static final Logger LOG = LoggerFactory.getLogger(EventStreams.class);
  private static final int MAX_STREAMS = 256;
  private static final Pattern POSITION = Pattern.compile("[0-9]{1,8}");

  private final Runs runs;
  private final Duration heartbeat;
  private final AtomicInteger open = new AtomicInteger();

  EventStreams(Runs runs, Duration heartbeat) {
    this.runs = runs;
    this.heartbeat = heartbeat;
  }

  /** How many clients follow a run now. */
  int open() {
    return open.get();
  }

  @Override
  public void handle(RoutingContext routing) {
    ApiRequest request = Gate.request(routing);
    try {
      if (!request.queryProblems().isEmpty()) {
        throw Problems.invalid(request.queryProblems()).exception();
      }
      String form = request.form(MediaTypes.EVENTS, MediaTypes.TEXT);
      int from = request.header("Last-Event-ID").map(EventStreams::after).orElse(0);
      RunId id = RunCalls.id(request).orElseThrow(() -> Problems.noSuchRun().exception());
      EventFormat format =
          form.equals(MediaTypes.TEXT) ? EventFormat.lines(id) : EventFormat.serverSent();
      if (request.method().equals("HEAD")) {
        head(routing, id, form);
      } else {
        follow(routing, id, new EventStream(routing, format, from));
      }
    } catch (ProblemException e) {
      Replies.send(routing, e.problem());
    }
  }

  private static int after(String position) {
    if (!POSITION.matcher(position).matches()) {
      throw Problems.invalid("Last-Event-ID", "must be the id of an event").exception();
    }
    return Integer.parseInt(position) + 1;
  }

  private void head(RoutingContext routing, RunId id, String form) {
    routing
        .vertx()
        .executeBlocking(() -> runs.find(id).isPresent(), false)
        .onFailure(routing::fail)
        .onSuccess(
            known -> {
              if (known) {
                routing.response().putHeader("Content-Type", MediaTypes.header(form)).end();
              } else {
                Replies.send(routing, Problems.noSuchRun());
              }
            });
  }

  private void follow(RoutingContext routing, RunId id, EventStream stream) {
    if (open.incrementAndGet() > MAX_STREAMS) {
      open.decrementAndGet();
      Replies.send(routing, Problems.tooManyStreams());
      return;
    }
    Subscription subscription = new Subscription();
    routing.addEndHandler(
        gone -> {
          open.decrementAndGet();
          routing.vertx().executeBlocking(subscription::close, false);
        });
    IntFunction<Future<?>> again =
        position ->
            routing
                .vertx()
                .executeBlocking(
                    () -> subscription.hold(() -> runs.follow(id, position, stream::offer)), false)
                .onFailure(failure -> refuse(routing, failure));
    routing
        .vertx()
        .executeBlocking(() -> subscription.hold(() -> runs.follow(id, 0, stream::offer)), false)
        .onSuccess(held -> stream.open(heartbeat, again))
        .onFailure(failure -> refuse(routing, failure));
  }

  private static void refuse(RoutingContext routing, Throwable failure) {
    if (routing.response().headWritten()) {
      // what was promised cannot be kept; the client may come back
      routing.request().connection().close();
    } else if (failure instanceof NoSuchElementException) {
      Replies.send(routing, Problems.noSuchRun());
    } else if (failure instanceof RejectedExecutionException) {
      Replies.send(routing, Problems.tooManyStreams());
    } else {
      routing.fail(failure);
    }
  }

  /** Holds one subscription at a time, and none after the client has left. */
  private static final class Subscription {
    private Optional<AutoCloseable> held = Optional.empty();
    private boolean closed;

    private synchronized boolean hold(Callable<AutoCloseable> subscribe) throws Exception {
      release();
      if (!closed) {
        held = Optional.of(subscribe.call());
      }
      return true;
    }

    private synchronized boolean close() {
      closed = true;
      release();
      return true;
    }

    private void release() {
      try {
        if (held.isPresent()) {
          held.get().close();
        }
      } catch (Exception e) {
        LOG.warn("A subscription to a run could not be closed", e);
      }
      held = Optional.empty();
    }
  }
}
