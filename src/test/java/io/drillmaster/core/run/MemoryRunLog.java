package io.drillmaster.core.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A log in memory that can die with its process: whoever appends after that is stuck for ever, as
 * the threads of a killed process are. What was appended before can be read by the next process.
 */
final class MemoryRunLog implements RunLog {
  private final Map<RunId, List<RunEvent>> runs;
  private final Map<String, Keyed> keys;
  private final CountDownLatch dead = new CountDownLatch(1);
  private int appendsLeft = Integer.MAX_VALUE;
  private boolean broken;

  MemoryRunLog() {
    this(new LinkedHashMap<>(), new HashMap<>());
  }

  private MemoryRunLog(Map<RunId, List<RunEvent>> runs, Map<String, Keyed> keys) {
    this.runs = runs;
    this.keys = keys;
  }

  /** What a process sees that starts now; the one before sees and changes nothing of it. */
  synchronized MemoryRunLog afterRestart() {
    Map<RunId, List<RunEvent>> copy = new LinkedHashMap<>();
    runs.forEach((id, events) -> copy.put(id, new ArrayList<>(events)));
    return new MemoryRunLog(copy, new HashMap<>(keys));
  }

  synchronized MemoryRunLog dieAfter(int appends) {
    appendsLeft = appends;
    return this;
  }

  CountDownLatch dead() {
    return dead;
  }

  synchronized void setBroken(boolean broken) {
    this.broken = broken;
  }

  @Override
  public synchronized void append(RunId id, int position, RunEvent event) {
    if (appendsLeft == 0) {
      dead.countDown();
      stuck();
    }
    if (broken) {
      throw new IllegalStateException("the disk is full");
    }
    appendsLeft--;
    List<RunEvent> events = runs.computeIfAbsent(id, fresh -> new ArrayList<>());
    if (position != events.size()) {
      throw new AssertionError("position " + position + " after " + events.size() + " events");
    }
    events.add(event);
  }

  private void stuck() {
    while (true) {
      try {
        wait();
      } catch (InterruptedException dead) {
        // a dead process heeds nothing
      }
    }
  }

  @Override
  public synchronized List<RunEvent> events(RunId id) {
    return List.copyOf(runs.getOrDefault(id, List.of()));
  }

  @Override
  public synchronized List<RunId> open() {
    return runs.entrySet().stream()
        .filter(run -> run.getValue().stream().noneMatch(RunEvent.RunEnded.class::isInstance))
        .map(Map.Entry::getKey)
        .toList();
  }

  @Override
  public synchronized List<RunId> newest(
      Optional<String> cluster, Optional<String> kind, int limit) {
    List<RunId> ids = new ArrayList<>(runs.keySet());
    java.util.Collections.reverse(ids);
    return ids.stream().limit(limit).toList();
  }

  @Override
  public synchronized Optional<Keyed> keyed(String key) {
    return Optional.ofNullable(keys.get(key));
  }

  @Override
  public synchronized void remember(String key, Keyed keyed) {
    if (broken) {
      throw new IllegalStateException("the disk is full");
    }
    keys.put(key, keyed);
  }
}
