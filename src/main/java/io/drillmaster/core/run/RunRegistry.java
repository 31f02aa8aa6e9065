package io.drillmaster.core.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The runs at work, and the last that ended, so that not every look at one reads the log. */
final class RunRegistry {
  private static final int ENDED_KEPT = 16;

  private final Map<RunId, LiveRun> runs = new LinkedHashMap<>();

  synchronized void add(LiveRun run) {
    runs.put(run.id(), run);
    List<RunId> over =
        runs.values().stream().filter(r -> r.done().isDone()).map(LiveRun::id).toList();
    over.subList(0, Math.max(0, over.size() - ENDED_KEPT)).forEach(runs::remove);
  }

  synchronized Optional<LiveRun> find(RunId id) {
    return Optional.ofNullable(runs.get(id));
  }

  /** Those whose threads are at work. */
  synchronized List<LiveRun> atWork() {
    return new ArrayList<>(runs.values()).stream().filter(run -> !run.done().isDone()).toList();
  }

  synchronized Optional<LiveRun> inTheWayOf(Plan plan) {
    return runs.values().stream().filter(run -> run.isInTheWayOf(plan)).findFirst();
  }
}
