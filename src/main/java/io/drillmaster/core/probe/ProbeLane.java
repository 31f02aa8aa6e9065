package io.drillmaster.core.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * The executions of one probe in one cluster. Its queue is bounded by the number of targets: at
 * most two executions of a target are waiting.
 */
final class ProbeLane {
  private static final int REMEMBERED_TARGETS = 10_000;

  private final int parallelism;
  private final Executor threads;
  private final ScheduledExecutorService alarm;
  private final Clock clock;
  private final Map<Target, ProbeTask<?>> busy = new HashMap<>();
  private final Map<Target, Instant> hanging = new HashMap<>();
  private final List<ProbeTask<?>> waiting = new ArrayList<>();
  private final Map<Target, Duration> lastDuration =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Target, Duration> eldest) {
          return size() > REMEMBERED_TARGETS;
        }
      };
  private int running;

  ProbeLane(int parallelism, Executor threads, ScheduledExecutorService alarm, Clock clock) {
    this.parallelism = parallelism;
    this.threads = threads;
    this.alarm = alarm;
    this.clock = clock;
  }

  synchronized CompletableFuture<ProbeResult> submit(ProbeTask<?> task) {
    Instant since = hanging.get(task.target());
    if (since != null) {
      task.result().complete(task.stillHanging(since));
      return task.result();
    }
    ProbeTask<?> atWork = busy.get(task.target());
    if (atWork != null && atWork.serves(task)) {
      return atWork.result();
    }
    for (ProbeTask<?> other : waiting) {
      if (other.target().equals(task.target()) && other.serves(task)) {
        return other.result();
      }
    }
    waiting.add(task);
    startWhatMay();
    return task.result();
  }

  synchronized int abandoned() {
    return hanging.size();
  }

  private void startWhatMay() {
    waiting.sort(Comparator.comparing(t -> lastDuration.getOrDefault(t.target(), Duration.ZERO)));
    for (int i = 0; i < waiting.size() && running < parallelism && !alarm.isShutdown(); ) {
      ProbeTask<?> task = waiting.get(i);
      if (busy.containsKey(task.target())) {
        i++;
        continue;
      }
      waiting.remove(i);
      start(task);
    }
  }

  private void start(ProbeTask<?> task) {
    running++;
    busy.put(task.target(), task);
    task.begin();
    ScheduledFuture<?> late =
        alarm.schedule(() -> tooLate(task), task.deadline().toMillis(), TimeUnit.MILLISECONDS);
    threads.execute(
        () -> {
          task.perform();
          late.cancel(false);
          cameBack(task);
        });
  }

  private void tooLate(ProbeTask<?> task) {
    synchronized (this) {
      if (busy.get(task.target()) != task) {
        return;
      }
      hanging.put(task.target(), task.startedAt());
      release(task);
    }
    task.abandon();
  }

  private synchronized void cameBack(ProbeTask<?> task) {
    if (hanging.remove(task.target(), task.startedAt())) {
      return; // its place was given to others when it was abandoned
    }
    release(task);
  }

  private void release(ProbeTask<?> task) {
    busy.remove(task.target());
    running--;
    lastDuration.put(task.target(), Duration.between(task.startedAt(), clock.instant()));
    startWhatMay();
  }
}
