package io.drillmaster.core.run;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Time that passes only when a test lets it: an alarm goes off when the test skips to it. */
final class VirtualTime extends Clock implements RunTime {
  static final Instant START = Instant.parse("2026-11-22T14:00:00Z");
  private static final long PATIENCE_MILLIS = 10_000;

  private record Entry(Instant at, Duration delay, Runnable action) {}

  private final List<Entry> alarms = new ArrayList<>();
  private Instant now = START;

  @Override
  public Clock clock() {
    return this;
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  /** The clock moves, but no alarm goes off: what a phase does when it works for a while. */
  synchronized void spend(Duration duration) {
    now = now.plus(duration);
  }

  @Override
  public synchronized Alarm after(Duration delay, Runnable action) {
    Entry entry = new Entry(now.plus(delay), delay, action);
    alarms.add(entry);
    notifyAll();
    return () -> remove(entry);
  }

  private synchronized void remove(Entry entry) {
    alarms.remove(entry);
  }

  /** Waits until an alarm with this delay is set, moves the clock to it, and lets it go off. */
  void skip(Duration delay) {
    skip(delay, () -> {});
  }

  /**
   * @param before done while the alarm is set and has not gone off
   */
  void skip(Duration delay, Runnable before) {
    Entry entry = await(delay);
    before.run();
    entry.action().run();
  }

  private synchronized Entry await(Duration delay) {
    long until = System.currentTimeMillis() + PATIENCE_MILLIS;
    Optional<Entry> found = find(delay);
    while (found.isEmpty()) {
      waitUntil(until, delay);
      found = find(delay);
    }
    Entry entry = found.get();
    alarms.remove(entry);
    now = entry.at().isAfter(now) ? entry.at() : now;
    return entry;
  }

  private Optional<Entry> find(Duration delay) {
    return alarms.stream().filter(alarm -> alarm.delay().equals(delay)).findFirst();
  }

  private void waitUntil(long until, Duration delay) {
    long left = until - System.currentTimeMillis();
    if (left <= 0) {
      throw new AssertionError("nobody waits for " + delay + ", only for " + alarms);
    }
    try {
      wait(left);
    } catch (InterruptedException interrupted) {
      throw new AssertionError(interrupted);
    }
  }

  @Override
  public void close() {
    // alarms that are left never go off
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
