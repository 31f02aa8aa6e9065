package io.drillmaster.core.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/**
 * Executes probes: so many at once for each probe in each cluster, each within its deadline, one at
 * a time for the same target. Targets that were quick last time go first, so that those which hang
 * never delay the others.
 */
public final class ProbeRunner implements AutoCloseable {
  private record LaneKey(String cluster, String probe) {}

  private final Clock clock;
  private final int parallelism;
  private final BiConsumer<Target, Throwable> defects;
  private final Map<LaneKey, ProbeLane> lanes = new ConcurrentHashMap<>();
  private final ThreadPoolExecutor threads;
  private final ScheduledExecutorService alarm;

  /**
   * @param parallelism how many targets one probe looks at at once in one cluster, at least 1
   * @param defects is told of exceptions that no probe should throw
   */
  public ProbeRunner(Clock clock, int parallelism, BiConsumer<Target, Throwable> defects) {
    if (parallelism < 1) {
      throw new IllegalArgumentException("parallelism is at least 1: " + parallelism);
    }
    this.clock = clock;
    this.parallelism = parallelism;
    this.defects = defects;
    this.threads = (ThreadPoolExecutor) Executors.newCachedThreadPool(named("probe-"));
    this.alarm = Executors.newSingleThreadScheduledExecutor(named("probe-deadline-"));
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
   * One execution of a probe on one subject.
   *
   * @param deadline counted from the moment it begins to look, not while it waits for its turn
   * @param notBefore data read before this must not be used
   */
  public record Look<S>(Probe<S> probe, Subject<S> subject, Duration deadline, Instant notBefore) {}

  /**
   * Looks when the turn of the target comes.
   *
   * @return completes with the result, never exceptionally. When an execution of the same target
   *     waits or is at work whose data is fresh enough, it is that one's result.
   */
  public CompletableFuture<ProbeResult> submit(Look<?> look) {
    LaneKey key = new LaneKey(look.subject().target().cluster(), look.probe().name());
    return lanes
        .computeIfAbsent(key, k -> new ProbeLane(parallelism, threads, alarm, clock))
        .submit(new ProbeTask<>(look, clock, defects));
  }

  /** Threads that went on beyond their deadline and have not come back yet. */
  public int abandonedThreads() {
    return lanes.values().stream().mapToInt(ProbeLane::abandoned).sum();
  }

  @Override
  public void close() {
    alarm.shutdownNow();
    threads.shutdownNow();
  }
}
