package io.drillmaster.core.run;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Performs pieces of work, each on a thread of its own and for so long and no longer. What runs out
 * of time is interrupted; what does not heed that is abandoned, so that its caller can go on.
 */
final class WorkThreads {
  /** How a piece of work ended. */
  sealed interface Ending<T> {}

  record Done<T>(T value) implements Ending<T> {}

  record Threw<T>(Throwable failure) implements Ending<T> {}

  record OutOfTime<T>() implements Ending<T> {}

  record Stopped<T>() implements Ending<T> {}

  /**
   * @param task gives a value, never null
   */
  record Work<T>(String thread, Duration timeout, Callable<T> task) {}

  private final RunTime time;
  private final Duration heed;
  private final Set<Thread> abandoned = ConcurrentHashMap.newKeySet();

  WorkThreads(RunTime time, Duration heed) {
    this.time = time;
    this.heed = heed;
  }

  /** Performs work that nothing but its time-out stops. */
  <T> Ending<T> perform(Work<T> work) {
    return perform(work, new CompletableFuture<>());
  }

  /**
   * @param stop ends the work early when it completes
   */
  <T> Ending<T> perform(Work<T> work, CompletableFuture<Void> stop) {
    CompletableFuture<Ending<T>> ending = new CompletableFuture<>();
    CompletableFuture<Void> gone = new CompletableFuture<>();
    Thread thread = new Thread(() -> perform(work.task(), ending, gone), work.thread());
    thread.setDaemon(true);
    RunTime.Alarm alarm = time.after(work.timeout(), () -> ending.complete(new OutOfTime<>()));
    stop.thenRun(() -> ending.complete(new Stopped<>()));
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      ending.complete(new Threw<>(noThread));
      gone.complete(null);
    }
    Ending<T> end = ending.join();
    alarm.cancel();
    if (end instanceof OutOfTime || end instanceof Stopped) {
      interrupt(thread, gone);
    }
    return end;
  }

  private static <T> void perform(
      Callable<T> task, CompletableFuture<Ending<T>> ending, CompletableFuture<Void> gone) {
    try {
      ending.complete(new Done<>(task.call()));
    } catch (Throwable failure) {
      ending.complete(new Threw<>(failure));
    } finally {
      gone.complete(null);
    }
  }

  private void interrupt(Thread thread, CompletableFuture<Void> gone) {
    thread.interrupt();
    time.pause(heed, gone);
    if (!gone.isDone()) {
      abandoned.add(thread);
      gone.thenRun(() -> abandoned.remove(thread));
    }
  }

  /** Threads that were given up and are still alive. */
  int abandoned() {
    return abandoned.size();
  }
}
