package io.drillmaster.flow;

import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;

/**
 * Begins rounds, each on a thread of its own, so that no caller waits. Beside those of runs, one
 * discovery of a probe is at work in a cluster at a time; one that hangs is interrupted, and where
 * that does not help, its targets are UNKNOWN until it comes back.
 */
public final class RoundStarter implements AutoCloseable {
  private final Rounds rounds;
  private final Supplier<ProducerTemplate> producer;
  private final Clock clock;
  private final Map<String, Round> discovering = new ConcurrentHashMap<>();
  private final ExecutorService threads;
  private final ScheduledExecutorService alarm;

  /**
   * @param producer waits until the routes are up
   */
  public RoundStarter(Rounds rounds, Supplier<ProducerTemplate> producer, Clock clock) {
    this.rounds = rounds;
    this.producer = producer;
    this.clock = clock;
    AtomicInteger number = new AtomicInteger();
    threads =
        Executors.newCachedThreadPool(work -> daemon(work, "round-" + number.incrementAndGet()));
    alarm = Executors.newSingleThreadScheduledExecutor(work -> daemon(work, "round-deadlines"));
    rounds.whenDiscovered(round -> discovering.remove(round.lane().id(), round));
  }

  private static Thread daemon(Runnable work, String name) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    return thread;
  }

  /** Begins a round, unless the discovery of the one before is still at work. */
  public void scheduled(String cluster, String probe) {
    look(rounds.lane(cluster, probe), Set.of());
  }

  /**
   * As a schedule, but for some namespaces only.
   *
   * @return false where a discovery is at work already, which may have read too early
   */
  boolean look(Lane lane, Set<String> namespaces) {
    Round round = new Round(lane, Optional.empty(), namespaces, clock.instant());
    Round before = discovering.putIfAbsent(lane.id(), round);
    if (before == null) {
      begin(round);
      return true;
    }
    if (before.hangs(clock.instant())) {
      threads.execute(() -> rounds.stillDiscovering(round));
    }
    return false;
  }

  /** Begins a round of a run; it completes when every target has been looked at. */
  CompletableFuture<Exchange> run(Lane lane, Instant notBefore) {
    return begin(new Round(lane, Optional.of(notBefore), Set.of(), clock.instant()));
  }

  private CompletableFuture<Exchange> begin(Round round) {
    CompletableFuture<Exchange> done = new CompletableFuture<>();
    try {
      threads.execute(
          () -> {
            try {
              done.complete(perform(round));
            } catch (RuntimeException | Error e) {
              done.completeExceptionally(e);
            } finally {
              discovering.remove(round.lane().id(), round);
            }
          });
    } catch (RejectedExecutionException closed) {
      done.completeExceptionally(closed);
    }
    return done;
  }

  private Exchange perform(Round round) {
    ProducerTemplate template = producer.get();
    round.begin();
    alarm.schedule(round::interrupt, round.lane().deadline().toMillis(), TimeUnit.MILLISECONDS);
    return template.send(
        round.lane().entry(), exchange -> exchange.setProperty(Round.PROPERTY, round));
  }

  /** Nothing begins any more, and what failed because of that is nobody's fault. */
  @Override
  public void close() {
    rounds.close();
    alarm.shutdownNow();
    threads.shutdownNow();
  }
}
