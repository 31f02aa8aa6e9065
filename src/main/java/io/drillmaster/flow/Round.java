package io.drillmaster.flow;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.apache.camel.Exchange;

/** One round of one probe in one cluster: what it is for, and how far it is. */
final class Round {
  /** Exchange property of everything that belongs to a round. */
  static final String PROPERTY = "round";

  private final Lane lane;
  private final Optional<Instant> anew;
  private final Set<String> namespaces;
  private final Instant startedAt;
  private Thread discovering;
  private boolean late;

  /**
   * @param anew for a run: data read before this must not be used
   * @param namespaces whose targets are looked at; empty for all of them
   */
  Round(Lane lane, Optional<Instant> anew, Set<String> namespaces, Instant startedAt) {
    this.lane = lane;
    this.anew = anew;
    this.namespaces = Set.copyOf(namespaces);
    this.startedAt = startedAt;
  }

  static Round of(Exchange exchange) {
    Round round = exchange.getProperty(PROPERTY, Round.class);
    if (round == null) {
      throw new IllegalStateException("not begun by RoundStarter");
    }
    return round;
  }

  Lane lane() {
    return lane;
  }

  Optional<Instant> anew() {
    return anew;
  }

  Instant startedAt() {
    return startedAt;
  }

  boolean isFor(String namespace) {
    return namespaces.isEmpty() || namespaces.contains(namespace);
  }

  /** The thread of the caller begins to discover. */
  synchronized void begin() {
    discovering = Thread.currentThread();
  }

  /** The discovery is over, well or not; an interrupt is not for what comes next. */
  synchronized void discovered() {
    if (discovering == Thread.currentThread() && late) {
      Thread.interrupted();
    }
    discovering = null;
  }

  /** Interrupts the discovery, if it is still at work. */
  synchronized void interrupt() {
    if (discovering != null) {
      late = true;
      discovering.interrupt();
    }
  }

  /** Whether the discovery was interrupted. */
  synchronized boolean isLate() {
    return late;
  }

  /** Whether the discovery goes on although it was interrupted. */
  boolean hangs(Instant now) {
    Duration limit = lane.deadline().plus(Duration.ofSeconds(1));
    return isLate() && startedAt.plus(limit).isBefore(now);
  }
}
