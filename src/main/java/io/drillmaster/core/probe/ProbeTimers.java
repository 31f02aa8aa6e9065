package io.drillmaster.core.probe;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of probes, and the one that watches how long they take. */
final class ProbeTimers implements AutoCloseable {
  private static final Duration MOST_GRACE = Duration.ofMillis(500);

  /** As many as lanes have places; a burst of looks must not leave its threads behind for long. */
  private final ExecutorService threads =
      new ThreadPoolExecutor(
          0, Integer.MAX_VALUE, 5, TimeUnit.SECONDS, new SynchronousQueue<>(), named("probe-"));

  private final ScheduledThreadPoolExecutor alarm =
      new ScheduledThreadPoolExecutor(1, named("probe-deadlines-"));

  ProbeTimers() {
    alarm.setRemoveOnCancelPolicy(true);
  }

  private static ThreadFactory named(String prefix) {
    AtomicInteger number = new AtomicInteger();
    return task -> {
      Thread thread = new Thread(task, prefix + number.incrementAndGet());
      thread.setDaemon(true);
      return thread;
    };
  }

  /**
   * Performs the task: interrupts it a little after its deadline, because one that keeps its
   * deadline by itself has the better answer, and gives it up if that does not help.
   */
  void watch(ProbeTask<?> task, ProbeLane lane) {
    Duration quarter = task.deadline().dividedBy(4);
    Duration grace = quarter.compareTo(MOST_GRACE) < 0 ? quarter : MOST_GRACE;
    try {
      ScheduledFuture<?> slow = in(task.patience(), () -> lane.turnsSlow(task));
      ScheduledFuture<?> late = in(task.deadline().plus(grace), task::interrupt);
      ScheduledFuture<?> lost =
          in(task.deadline().plus(grace).plus(grace), () -> giveUp(task, lane));
      threads.execute(
          () -> {
            ProbeResult answer = task.perform();
            slow.cancel(false);
            late.cancel(false);
            lost.cancel(false);
            lane.cameBack(task);
            task.result().complete(answer); // last, so that whoever hears of it may look again
          });
    } catch (RejectedExecutionException | OutOfMemoryError noThread) {
      task.result().cancel(false);
      lane.cameBack(task);
    }
  }

  private ScheduledFuture<?> in(Duration delay, Runnable action) {
    return alarm.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Whoever waits for the result goes on with it, and must not do that on the one timer thread. */
  private void giveUp(ProbeTask<?> task, ProbeLane lane) {
    threads.execute(() -> lane.giveUp(task));
  }

  @Override
  public void close() {
    alarm.shutdownNow();
    threads.shutdownNow();
  }
}
