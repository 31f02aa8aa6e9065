package io.drillmaster.web;

import io.drillmaster.core.run.PhaseState;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.Runs;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** How long the phases of a run usually take: the median of those that passed lately. */
final class UsualTimes {
  private static final int RUNS = 10;

  private UsualTimes() {}

  /**
   * @return by name of the phase; empty for a run that is over, or the first of its kind
   */
  static Map<String, Duration> of(Run run, Runs runs) {
    if (run.state().isOver()) {
      return Map.of();
    }
    Map<String, List<Duration>> times = new HashMap<>();
    Optional<String> cluster = Optional.of(run.request().cluster());
    runs.history(cluster, Optional.of(run.request().kind()), RUNS).stream()
        .filter(before -> !before.id().equals(run.id()))
        .filter(before -> before.request().cluster().equals(run.request().cluster()))
        .flatMap(before -> before.phases().stream())
        .filter(phase -> phase.state() == PhaseState.PASSED)
        .forEach(
            phase ->
                phase
                    .startedAt()
                    .flatMap(from -> phase.endedAt().map(to -> Duration.between(from, to)))
                    .ifPresent(
                        took ->
                            times.computeIfAbsent(phase.name(), n -> new ArrayList<>()).add(took)));
    Map<String, Duration> usual = new HashMap<>();
    times.forEach((phase, took) -> usual.put(phase, median(took)));
    return usual;
  }

  private static Duration median(List<Duration> durations) {
    List<Duration> sorted = durations.stream().sorted().toList();
    return sorted.get(sorted.size() / 2);
  }
}
