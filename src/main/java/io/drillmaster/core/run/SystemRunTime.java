package io.drillmaster.core.run;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** Alarms on one thread; what they do is too little to be in each other's way. */
final class SystemRunTime implements RunTime {
  private final Clock clock;
  private final ScheduledThreadPoolExecutor alarms;

  SystemRunTime(Clock clock) {
    this.clock = clock;
    alarms =
        new ScheduledThreadPoolExecutor(
            1,
            task -> {
              Thread thread = new Thread(task, "run-alarms");
              thread.setDaemon(true);
              return thread;
            });
    alarms.setRemoveOnCancelPolicy(true);
  }

  @Override
  public Clock clock() {
    return clock;
  }

  @Override
  public Alarm after(Duration delay, Runnable action) {
    try {
      Future<?> alarm = alarms.schedule(action, delay.toNanos(), TimeUnit.NANOSECONDS);
      return () -> alarm.cancel(false);
    } catch (RejectedExecutionException closed) {
      // After the end nothing times out any more: what is unfinished is left as it is.
      return () -> {};
    }
  }

  @Override
  public void close() {
    alarms.shutdownNow();
  }
}
