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
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;

/**
 * The executions of one probe in one cluster. Targets that were slow last time share half of the
 * places, and whoever turns out slow gives its place away, so that targets which hang never keep
 * the others waiting. One execution of a target is at work at a time; of those that wait, there is
 * one for the schedules and one for each run.
 */
final class ProbeLane {
  private static final int REMEMBERED_TARGETS = 10_000;

  /** How many times the places may be at work where the surplus is slow. */
  private static final int MOST_AT_WORK = 4;

  private final int places;
  private final ProbeTimers timers;
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
  private int quick;
  private int slow;
  private boolean closed;

  ProbeLane(int places, ProbeTimers timers, Clock clock) {
    this.places = places;
    this.timers = timers;
    this.clock = clock;
  }

  /** Empty where it is left aside, because an execution of the same target will tell as much. */
  synchronized Optional<CompletableFuture<ProbeResult>> submit(ProbeTask<?> task) {
    if (closed) {
      task.result().cancel(false);
      return Optional.of(task.result());
    }
    Instant since = hanging.get(task.target());
    if (since != null) {
      return Optional.of(task.stillHanging(since));
    }
    List<ProbeTask<?>> others =
        Stream.concat(Stream.ofNullable(busy.get(task.target())), waiting.stream())
            .filter(other -> other.target().equals(task.target()))
            .toList();
    if (!others.isEmpty() && !task.looksAnew()) {
      return Optional.empty();
    }
    for (ProbeTask<?> other : others) {
      if (other.serves(task)) {
        return Optional.of(other.result());
      }
    }
    waiting.add(task);
    startWhatMay();
    return Optional.of(task.result());
  }

  synchronized int abandoned() {
    return hanging.size();
  }

  private void startWhatMay() {
    waiting.sort(Comparator.comparing(t -> lastDuration.getOrDefault(t.target(), Duration.ZERO)));
    for (ProbeTask<?> task : List.copyOf(waiting)) {
      if (!busy.containsKey(task.target()) && !hanging.containsKey(task.target())) {
        boolean suspect = isSlow(task, lastDuration.getOrDefault(task.target(), Duration.ZERO));
        if (suspect ? slow < slowPlaces() && quick + slow < places : quick < quickPlaces()) {
          waiting.remove(task);
          start(task, suspect);
        }
      }
    }
  }

  private int slowPlaces() {
    return Math.max(1, places / 2);
  }

  /** The slow ones take no place of the quick ones, beyond the half that is theirs. */
  private int quickPlaces() {
    return Math.max(1, places - Math.min(slow, slowPlaces()));
  }

  private static boolean isSlow(ProbeTask<?> task, Duration duration) {
    return duration.compareTo(task.patience()) >= 0;
  }

  private void start(ProbeTask<?> task, boolean suspect) {
    busy.put(task.target(), task);
    task.begin(suspect);
    if (suspect) {
      slow++;
    } else {
      quick++;
    }
    timers.watch(task, this);
  }

  /** It takes its time: others may begin meanwhile. */
  synchronized void turnsSlow(ProbeTask<?> task) {
    boolean atWork = busy.get(task.target()) == task;
    if (atWork && !task.isSlow() && quick + slow < places * MOST_AT_WORK) {
      task.turnSlow();
      quick--;
      slow++;
      startWhatMay();
    }
  }

  /** It did not heed the interrupt: its target is left alone until its thread comes back. */
  void giveUp(ProbeTask<?> task) {
    List<ProbeTask<?>> others;
    synchronized (this) {
      if (busy.get(task.target()) != task) {
        return;
      }
      hanging.put(task.target(), task.startedAt());
      others = waiting.stream().filter(w -> w.target().equals(task.target())).toList();
      waiting.removeAll(others);
      release(task);
    }
    task.abandon();
    others.forEach(other -> other.stillHanging(task.startedAt()));
  }

  synchronized void cameBack(ProbeTask<?> task) {
    if (busy.get(task.target()) == task) {
      release(task);
    } else {
      hanging.remove(task.target(), task.startedAt());
    }
  }

  private void release(ProbeTask<?> task) {
    busy.remove(task.target());
    if (task.isSlow()) {
      slow--;
    } else {
      quick--;
    }
    lastDuration.put(task.target(), Duration.between(task.startedAt(), clock.instant()));
    startWhatMay();
  }

  /** Nothing begins any more, and nobody waits for what is at work. */
  void close() {
    List<ProbeTask<?>> open;
    synchronized (this) {
      closed = true;
      open = Stream.concat(waiting.stream(), busy.values().stream()).toList();
      waiting.clear();
    }
    open.forEach(task -> task.result().cancel(false));
  }
}
