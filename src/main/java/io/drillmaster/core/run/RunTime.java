package io.drillmaster.core.run;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/** The clock that runs are stamped with, and the alarms that end what takes too long. */
public interface RunTime extends AutoCloseable {
  Clock clock();

  /**
   * Calls the action once, after the delay.
   *
   * @param action returns at once
   */
  Alarm after(Duration delay, Runnable action);

  /** Alarms that have not gone off yet never will. */
  @Override
  void close();

  /** Something that is going to happen. */
  @FunctionalInterface
  interface Alarm {
    /** It will not happen, if it has not yet. */
    void cancel();
  }

  /** Waits so long, or until something else ends the pause. */
  default void pause(Duration duration, CompletableFuture<?> end) {
    CompletableFuture<Void> over = new CompletableFuture<>();
    Alarm alarm = after(duration, () -> over.complete(null));
    CompletableFuture.anyOf(over, end).exceptionally(failure -> null).join();
    alarm.cancel();
  }

  /** Real time. */
  static RunTime system(Clock clock) {
    return new SystemRunTime(clock);
  }
}
