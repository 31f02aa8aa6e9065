package io.drillmaster.http;

import io.drillmaster.core.probe.Deadline;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Addresses of host names within a deadline, which the resolver of the JDK does not know: it is
 * asked on a thread of its own, and whoever waits no longer leaves that thread behind. There are
 * few of them; where all hang, the next question times out at once.
 */
final class HostNames implements AutoCloseable {
  private static final int MOST_THREADS = 16;

  /** Asks the resolver of the system. */
  interface Resolver {
    InetAddress[] resolve(String host) throws UnknownHostException;
  }

  private final Resolver resolver;
  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          MOST_THREADS,
          10,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> {
            Thread thread = new Thread(task, "host-names-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
          });

  HostNames(Resolver resolver) {
    this.resolver = resolver;
  }

  /**
   * @return at least one address
   * @throws UnknownHostException where there is none
   * @throws TimeoutException where the resolver does not answer
   */
  List<InetAddress> addresses(String host, Deadline deadline)
      throws UnknownHostException, TimeoutException {
    Future<InetAddress[]> answer;
    try {
      answer = threads.submit(() -> resolver.resolve(host));
    } catch (RejectedExecutionException allHang) {
      throw new TimeoutException();
    }
    try {
      Duration left = deadline.remaining();
      return List.of(answer.get(Math.max(1, left.toMillis()), TimeUnit.MILLISECONDS));
    } catch (ExecutionException e) {
      throw new UnknownHostException();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TimeoutException();
    } finally {
      answer.cancel(true);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
