package io.drillmaster.core.run;

import java.time.Duration;
import java.util.Optional;

/** Leases that keep two daemons or two replicas from drilling the same target. */
public interface RunLocks {
  /**
   * @param cluster in which the Lease lives: the one that is drilled
   * @param name of the Lease: a Kubernetes name
   */
  record Key(String cluster, String name) {}

  /** A lock that is held until it is closed or its process dies and its time runs out. */
  interface Held extends AutoCloseable {
    /**
     * Whether it is still ours; false once another holder took it or renewal failed for too long.
     * Answers at once.
     */
    boolean isHeld();

    @Override
    void close();
  }

  /**
   * Takes the lock if it is free, expired, or held by the same holder; renews it until it is
   * closed.
   *
   * @return empty where somebody else holds it
   */
  Optional<Held> tryAcquire(Key key, RunId holder, Duration lifetime);

  /** For daemons that never write: every lock is free. */
  static RunLocks none() {
    return (key, holder, lifetime) ->
        Optional.of(
            new Held() {
              @Override
              public boolean isHeld() {
                return true;
              }

              @Override
              public void close() {
                // nothing was taken
              }
            });
  }
}
