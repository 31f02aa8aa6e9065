package io.drillmaster.core.run;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Leases of a cluster that several engines share. */
final class FakeLeases implements RunLocks {
  private final Map<Key, RunId> holders = new ConcurrentHashMap<>();

  @Override
  public Optional<Held> tryAcquire(Key key, RunId holder, Duration lifetime) {
    if (!holders.computeIfAbsent(key, free -> holder).equals(holder)) {
      return Optional.empty();
    }
    return Optional.of(
        new Held() {
          @Override
          public boolean isHeld() {
            return holder(key).equals(Optional.of(holder));
          }

          @Override
          public void close() {
            holders.remove(key, holder);
          }
        });
  }

  Optional<RunId> holder(Key key) {
    return Optional.ofNullable(holders.get(key));
  }

  void takeOver(Key key, RunId other) {
    holders.put(key, other);
  }

  /** The same plan, with these locks. */
  static Plan locked(Plan plan, Key... keys) {
    return new Plan(
        plan.kind(),
        plan.target(),
        plan.purpose(),
        plan.phases(),
        plan.objectives(),
        plan.rtoClock(),
        List.of(keys),
        plan.census());
  }
}
