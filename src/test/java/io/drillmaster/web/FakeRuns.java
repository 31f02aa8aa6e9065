package io.drillmaster.web;

import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunFold;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunRefusedException;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.RunState;
import io.drillmaster.core.run.Runs;
import io.drillmaster.core.run.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/** Runs that do what a test tells them, one event at a time. */
final class FakeRuns implements Runs {
  private final Map<RunId, List<RunEvent>> events = new ConcurrentHashMap<>();
  private final List<RunId> order = new CopyOnWriteArrayList<>();
  private final Map<String, RunId> keys = new ConcurrentHashMap<>();
  private final Map<RunId, List<Follower>> followers = new ConcurrentHashMap<>();
  private Optional<RunRefusedException> refusal = Optional.empty();
  private volatile boolean broken;
  private int follows;

  private record Follower(int from, Consumer<Numbered> listener) {}

  /** The run has come this far. */
  synchronized void put(String id, List<RunEvent> soFar) {
    RunId run = new RunId(id);
    events.put(run, new ArrayList<>(soFar));
    order.add(0, run);
  }

  synchronized void add(String id, RunEvent event) {
    RunId run = new RunId(id);
    List<RunEvent> all = events.get(run);
    all.add(event);
    Numbered numbered = new Numbered(all.size() - 1, event);
    followers.getOrDefault(run, List.of()).forEach(f -> f.listener().accept(numbered));
  }

  synchronized void refuse(RunRefusedException with) {
    refusal = Optional.of(with);
  }

  /** Every call fails as a defect would. */
  void breakDown() {
    broken = true;
  }

  int followers() {
    return followers.values().stream().mapToInt(List::size).sum();
  }

  /** How often anybody has asked to follow a run. */
  synchronized int follows() {
    return follows;
  }

  synchronized List<RunRequest> requests() {
    return order.stream().map(id -> RunFold.fold(id, events.get(id)).request()).toList();
  }

  @Override
  public List<PlanFactory> kinds() {
    return List.of(
        kind("verify-backups", "component", false), kind("volsync-restore", "app", true));
  }

  private static PlanFactory kind(String name, String parameter, boolean required) {
    return new PlanFactory() {
      @Override
      public String kind() {
        return name;
      }

      @Override
      public List<Parameter> parameters() {
        return List.of(new Parameter(parameter, required, "which " + parameter));
      }

      @Override
      public Plan plan(RunRequest request) {
        throw new UnsupportedOperationException("nobody plans here");
      }
    };
  }

  @Override
  public synchronized Run start(RunRequest request, Optional<String> key)
      throws InvalidRunException, RunRefusedException {
    if (broken) {
      throw new IllegalStateException("jdbc:h2:file:/secret/place is gone");
    }
    if (refusal.isPresent()) {
      throw refusal.get();
    }
    if (key.isPresent() && keys.containsKey(key.get())) {
      return find(keys.get(key.get())).orElseThrow();
    }
    RunId id = new RunId("run%04d".formatted(events.size()));
    RunEvent.RunStarted template = (RunEvent.RunStarted) SampleRuns.verification().get(0);
    put(
        id.value(),
        List.of(
            new RunEvent.RunStarted(
                template.at(),
                request,
                template.target(),
                template.purpose(),
                template.phases(),
                template.objectives(),
                Optional.empty())));
    key.ifPresent(k -> keys.put(k, id));
    return find(id).orElseThrow();
  }

  @Override
  public synchronized Optional<Run> find(RunId id) {
    if (broken) {
      throw new IllegalStateException("jdbc:h2:file:/secret/place is gone");
    }
    return Optional.ofNullable(events.get(id)).map(all -> RunFold.fold(id, all));
  }

  @Override
  public synchronized List<Run> history(
      Optional<String> cluster, Optional<String> kind, int limit) {
    return order.stream()
        .flatMap(id -> find(id).stream())
        .filter(run -> cluster.isEmpty() || cluster.get().equals(run.request().cluster()))
        .filter(run -> kind.isEmpty() || kind.get().equals(run.request().kind()))
        .limit(limit)
        .toList();
  }

  @Override
  public synchronized boolean cancel(RunId id, String by) {
    if (!events.containsKey(id)) {
      return false;
    }
    Instant at = SampleRuns.START.plusSeconds(5);
    add(id.value(), new RunEvent.CancelRequested(at, by));
    add(
        id.value(),
        new RunEvent.RunEnded(at.plusSeconds(1), RunState.CANCELLED, Verdict.INCONCLUSIVE, 130));
    return true;
  }

  @Override
  public synchronized AutoCloseable follow(RunId id, int from, Consumer<Numbered> listener) {
    follows++;
    List<RunEvent> soFar = events.get(id);
    if (soFar == null) {
      throw new NoSuchElementException("no such run");
    }
    for (int i = from; i < soFar.size(); i++) {
      listener.accept(new Numbered(i, soFar.get(i)));
    }
    Follower follower = new Follower(from, listener);
    List<Follower> all =
        followers.computeIfAbsent(id, i -> Collections.synchronizedList(new ArrayList<>()));
    all.add(follower);
    return () -> all.remove(follower);
  }
}
