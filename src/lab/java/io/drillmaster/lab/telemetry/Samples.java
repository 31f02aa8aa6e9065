package io.drillmaster.lab.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Time series in memory; {@code __name__} is a label as any other. Not for several threads. */
final class Samples {
  private final Map<Map<String, String>, NavigableMap<Instant, Double>> series =
      new LinkedHashMap<>();

  void add(Map<String, String> labels, Instant at, double value) {
    series.computeIfAbsent(new TreeMap<>(labels), l -> new TreeMap<>()).put(at, value);
  }

  void removeIf(Predicate<Map<String, String>> labels) {
    series.keySet().removeIf(labels);
  }

  void forgetBefore(Instant time) {
    series.values().forEach(points -> points.headMap(time).clear());
    series.values().removeIf(Map::isEmpty);
  }

  /**
   * @param points within the range, oldest first; at least one
   */
  record Found(Map<String, String> labels, NavigableMap<Instant, Double> points) {}

  /** Samples after {@code from} up to {@code to}. */
  List<Found> within(Predicate<Map<String, String>> labels, Instant from, Instant to) {
    List<Found> found = new ArrayList<>();
    series.forEach(
        (name, points) -> {
          NavigableMap<Instant, Double> part = points.subMap(from, false, to, true);
          if (labels.test(name) && !part.isEmpty()) {
            found.add(new Found(name, part));
          }
        });
    return found;
  }
}
