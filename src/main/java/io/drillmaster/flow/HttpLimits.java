package io.drillmaster.flow;

import io.drillmaster.core.probe.Deadline;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.component.http.HttpClientConfigurer;
import org.apache.hc.client5.http.classic.ExecChain;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.concurrent.Cancellable;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;

/**
 * What camel-http has no option for: a limit for the length of an answer, and a deadline for all of
 * a call, because each time-out of a socket begins anew with every byte.
 *
 * <p>A call is made on the thread that began it; camel-http stays on the thread of its caller.
 */
final class HttpLimits implements HttpClientConfigurer, AutoCloseable {
  private final ThreadLocal<Call> calls = new ThreadLocal<>();
  private final ScheduledExecutorService alarm =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "http-deadlines");
            thread.setDaemon(true);
            return thread;
          });

  /** One call and how far it is. */
  final class Call implements AutoCloseable {
    private final Deadline deadline;
    private final int maxBytes;
    private final long begun = System.nanoTime();
    private volatile boolean late;
    private boolean tooBig;
    private Duration answered = Duration.ZERO;

    private Call(int maxBytes, Deadline deadline) {
      this.maxBytes = maxBytes;
      this.deadline = deadline;
    }

    /** Whether it was ended because of its deadline. */
    boolean isLate() {
      return late;
    }

    /** Whether it was ended because the answer is too long. */
    boolean isTooBig() {
      return tooBig;
    }

    Duration sinceBegin() {
      return Duration.ofNanos(System.nanoTime() - begun);
    }

    /** When the status was there. */
    Duration answered() {
      return answered;
    }

    private Future<?> watch(Cancellable request) {
      return alarm.schedule(
          () -> {
            late = true;
            request.cancel();
          },
          deadline.remaining().toMillis(),
          TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
      calls.remove();
    }
  }

  /** Begins a call on this thread. */
  Call begin(int maxBytes, Deadline deadline) {
    Call call = new Call(maxBytes, deadline);
    calls.set(call);
    return call;
  }

  /** Each call is one request on one connection, and keeps no cookies. */
  @Override
  public void configureHttpClient(HttpClientBuilder client) {
    client
        .disableAutomaticRetries()
        .disableCookieManagement()
        .disableAuthCaching()
        .setConnectionReuseStrategy((request, response, context) -> false)
        .setUserAgent("drillmaster")
        .addExecInterceptorFirst("limits", this::execute);
  }

  private ClassicHttpResponse execute(
      ClassicHttpRequest request, ExecChain.Scope scope, ExecChain chain)
      throws IOException, HttpException {
    Call call = calls.get();
    if (call == null || !(scope.originalRequest instanceof Cancellable cancellable)) {
      throw new IllegalStateException("a call without limits");
    }
    Future<?> watch = call.watch(cancellable);
    try {
      ClassicHttpResponse response = chain.proceed(request, scope);
      call.answered = call.sinceBegin();
      if (response.getEntity() == null) {
        watch.cancel(false);
      } else {
        Runnable tooBig =
            () -> {
              call.tooBig = true;
              cancellable.cancel();
            };
        response.setEntity(
            new BoundedEntity(
                response.getEntity(), call.maxBytes, tooBig, () -> watch.cancel(false)));
      }
      return response;
    } catch (IOException | HttpException | RuntimeException e) {
      watch.cancel(false);
      throw e;
    }
  }

  @Override
  public void close() {
    alarm.shutdownNow();
  }
}
