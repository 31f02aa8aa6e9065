package io.drillmaster.core.run;

import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The threads that hand events to those who follow. Each follower takes one at most, and none while
 * it has nothing to hear, so a slow one is in nobody's way and the number of threads is bounded by
 * that of the followers.
 */
final class RunFollowers {
  private static final Duration IDLE = Duration.ofSeconds(10);

  private final int limit;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger number = new AtomicInteger();
  private final ThreadPoolExecutor threads =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          IDLE.toSeconds(),
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          this::thread);

  RunFollowers(int limit) {
    this.limit = limit;
  }

  private Thread thread(Runnable task) {
    Thread thread = new Thread(task, "run-follower-" + number.incrementAndGet());
    thread.setDaemon(true);
    return thread;
  }

  /**
   * @throws RejectedExecutionException where too many follow already
   */
  void admit() {
    if (open.incrementAndGet() > limit) {
      open.decrementAndGet();
      throw new RejectedExecutionException(
          "%d clients follow runs already; try again when some have left".formatted(limit));
    }
  }

  void leave() {
    open.decrementAndGet();
  }

  void execute(Runnable task) {
    threads.execute(task);
  }

  /** Those who have something to hear still hear it. */
  void close() {
    threads.shutdown();
  }
}
