package io.drillmaster.core.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/**
 * Executes probes: so many at once for each probe in each cluster, each within its deadline, one at
 * a time for the same target. Targets that were quick last time go first, and those that hang keep
 * no other waiting.
 */
public final class ProbeRunner implements AutoCloseable {
  private record LaneKey(String cluster, String probe) {}

  private final Clock clock;
  private final int places;
  private final BiConsumer<Target, Throwable> defects;
  private final Map<LaneKey, ProbeLane> lanes = new ConcurrentHashMap<>();
  private final ProbeTimers timers = new ProbeTimers();

  /**
   * @param places how many targets one probe looks at at once in one cluster, at least 1; those
   *     that take long are not counted, up to three times as many
   * @param defects is told of exceptions that no probe should throw
   */
  public ProbeRunner(Clock clock, int places, BiConsumer<Target, Throwable> defects) {
    if (places < 1) {
      throw new IllegalArgumentException("there is at least one place: " + places);
    }
    this.clock = clock;
    this.places = places;
    this.defects = defects;
  }

  /**
   * One execution of a probe on one subject.
   *
   * @param deadline counted from the moment it begins to look, not while it waits for its turn
   * @param anew for a run: data read before this must not be used, and it is never left aside;
   *     empty for a scheduled round
   */
  public record Look<S>(
      Probe<S> probe, Subject<S> subject, Duration deadline, Optional<Instant> anew) {}

  /**
   * Looks when the turn of the target comes.
   *
   * @return completes with the result, never with a failure; is cancelled only when the runner is
   *     closed. A run that may share the execution of another run gets its result. Empty for a
   *     scheduled look while the same target is still looked at, or is about to be.
   */
  public Optional<CompletableFuture<ProbeResult>> submit(Look<?> look) {
    LaneKey key = new LaneKey(look.subject().target().cluster(), look.probe().name());
    return lanes
        .computeIfAbsent(key, k -> new ProbeLane(places, timers, clock))
        .submit(new ProbeTask<>(look, clock, defects));
  }

  /** Threads that went on beyond their deadline and have not come back yet: one for a target. */
  public int abandonedThreads() {
    return lanes.values().stream().mapToInt(ProbeLane::abandoned).sum();
  }

  @Override
  public void close() {
    lanes.values().forEach(ProbeLane::close);
    timers.close();
  }
}
