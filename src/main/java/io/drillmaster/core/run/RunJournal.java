package io.drillmaster.core.run;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The events of one run: in memory, in the log, and on their way to those who follow. Where the log
 * fails, events wait in memory and are written in their order as soon as it works again.
 */
final class RunJournal {
  private static final System.Logger LOG = System.getLogger(RunJournal.class.getName());

  private final RunId id;
  private final RunLog log;
  private final Clock clock;
  private final List<RunEvent> events = new ArrayList<>();
  private final List<RunFollower> followers = new CopyOnWriteArrayList<>();
  private final Object writing = new Object();
  private int saved;
  private boolean failing;

  /**
   * @param saved events that the log has already
   */
  RunJournal(RunId id, RunLog log, Clock clock, List<RunEvent> saved) {
    this.id = id;
    this.log = log;
    this.clock = clock;
    this.saved = saved.size();
    events.addAll(saved);
  }

  RunId id() {
    return id;
  }

  Instant now() {
    return clock.instant();
  }

  Clock clock() {
    return clock;
  }

  /**
   * Adds an event, unless the run is over.
   *
   * @return whether this event and all before it would survive the death of the process
   */
  boolean append(RunEvent event) {
    boolean safe;
    synchronized (writing) {
      if (isOver()) {
        return false;
      }
      synchronized (events) {
        events.add(event);
      }
      safe = flush();
    }
    followers.forEach(RunFollower::wake);
    return safe;
  }

  /** Writes what the log does not have yet. */
  boolean flush() {
    synchronized (writing) {
      try {
        for (Optional<RunEvent> next = at(saved); next.isPresent(); next = at(saved)) {
          log.append(id, saved, next.get());
          saved++;
        }
        failing = false;
        return true;
      } catch (RuntimeException broken) {
        if (!failing) {
          LOG.log(System.Logger.Level.ERROR, "events of run " + id + " cannot be saved", broken);
        }
        failing = true;
        return false;
      }
    }
  }

  Optional<RunEvent> at(int position) {
    synchronized (events) {
      return position < events.size() ? Optional.of(events.get(position)) : Optional.empty();
    }
  }

  List<RunEvent> events() {
    synchronized (events) {
      return List.copyOf(events);
    }
  }

  Run run() {
    return RunFold.fold(id, events());
  }

  boolean isOver() {
    synchronized (events) {
      return !events.isEmpty() && events.get(events.size() - 1) instanceof RunEvent.RunEnded;
    }
  }

  void follow(RunFollower follower) {
    followers.add(follower);
    follower.wake();
  }

  void drop(RunFollower follower) {
    followers.remove(follower);
  }
}
