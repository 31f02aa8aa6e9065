package io.drillmaster.core.run;

import io.drillmaster.core.run.RunLocks.Held;
import io.drillmaster.core.run.RunLocks.Key;
import io.drillmaster.core.run.WorkThreads.Done;
import io.drillmaster.core.run.WorkThreads.Ending;
import io.drillmaster.core.run.WorkThreads.Work;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The locks that one run holds. */
final class RunLeases implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(RunLeases.class.getName());
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::cluster).thenComparing(Key::name);

  private final RunId run;
  private final WorkThreads threads;
  private final RunSettings settings;
  private volatile Map<Key, Held> held = Map.of();

  private RunLeases(RunId run, WorkThreads threads, RunSettings settings) {
    this.run = run;
    this.threads = threads;
    this.settings = settings;
  }

  /** Nothing is held: enough for a plan that asks for nothing. */
  static RunLeases none(RunId run, WorkThreads threads, RunSettings settings) {
    return new RunLeases(run, threads, settings);
  }

  /**
   * Takes all of them or none.
   *
   * @throws RunRefusedException where one is held by somebody else, or where that cannot be told
   */
  void take(RunLocks locks, List<Key> keys) throws RunRefusedException {
    try {
      // Always in the same order, so that two runs never wait for each other's second lock.
      for (Key key : keys.stream().sorted(ORDER).toList()) {
        Map<Key, Held> more = new HashMap<>(held);
        more.put(key, take(locks, key));
        held = Map.copyOf(more);
      }
    } catch (RunRefusedException refused) {
      close();
      throw refused;
    }
  }

  private Held take(RunLocks locks, Key key) throws RunRefusedException {
    CompletableFuture<Optional<Held>> taken = new CompletableFuture<>();
    Ending<Boolean> ending =
        threads.perform(
            new Work<>(
                "run-" + run + "-lease",
                settings.leaseTimeout(),
                () -> taken.complete(locks.tryAcquire(key, run, settings.leaseLifetime()))));
    if (ending instanceof Done) {
      return taken
          .join()
          .orElseThrow(() -> refused(RunRefusedException.Reason.HELD_ELSEWHERE, key));
    }
    if (ending instanceof WorkThreads.Threw<Boolean> threw) {
      LOG.log(System.Logger.Level.WARNING, "lease " + key + " cannot be taken", threw.failure());
    }
    // What comes too late is given back, else it would be renewed for ever.
    taken.thenAccept(late -> late.ifPresent(Held::close));
    throw refused(RunRefusedException.Reason.LOCK_UNAVAILABLE, key);
  }

  private static RunRefusedException refused(RunRefusedException.Reason reason, Key key) {
    String why =
        reason == RunRefusedException.Reason.HELD_ELSEWHERE
            ? "another daemon or replica is at work there and holds the Lease %s in cluster %s"
            : "it cannot be told whether the Lease %s in cluster %s is free";
    return new RunRefusedException(
        reason, why.formatted(key.name(), key.cluster()), Optional.empty());
  }

  boolean isEmpty() {
    return held.isEmpty();
  }

  /** One that is not ours any more. */
  Optional<Key> lost() {
    return held.entrySet().stream()
        .filter(entry -> isLost(entry.getValue()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  private static boolean isLost(Held one) {
    try {
      return !one.isHeld();
    } catch (RuntimeException cannotTell) {
      LOG.log(System.Logger.Level.WARNING, "it cannot be told whether a lease is held", cannotTell);
      return true;
    }
  }

  @Override
  public void close() {
    List<Held> last = List.copyOf(held.values());
    held = Map.of();
    for (Held one : last) {
      threads.perform(
          new Work<>(
              "run-" + run + "-lease",
              settings.leaseTimeout(),
              () -> {
                one.close();
                return true;
              }));
    }
  }
}
