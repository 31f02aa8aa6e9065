package io.drillmaster.web;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many good targets of one kind that have nothing to tell but that they are good: one row instead
 * of hundreds.
 */
record QuietTargets(String kind, List<TargetView> targets) {
  /** Up to here each is shown by itself. */
  private static final int FEW = 3;

  /** Of the good targets those that are quiet, by kind. */
  static List<QuietTargets> among(List<TargetView> fine) {
    Map<String, List<TargetView>> byKind = new LinkedHashMap<>();
    fine.stream()
        .filter(QuietTargets::isQuiet)
        .forEach(t -> byKind.computeIfAbsent(t.target().kind(), k -> new ArrayList<>()).add(t));
    return byKind.entrySet().stream()
        .filter(entry -> entry.getValue().size() > FEW)
        .map(entry -> new QuietTargets(entry.getKey(), List.copyOf(entry.getValue())))
        .toList();
  }

  /** What has a time or a size is worth a row of its own, and so is the whole of a cluster. */
  private static boolean isQuiet(TargetView target) {
    return target.lastGood().isEmpty()
        && target.size().isEmpty()
        && !target.target().namespace().isEmpty();
  }

  /** {@code 14 targets}. */
  String told() {
    return Words.count(targets.size(), "target");
  }

  /** {@code 14/14}. */
  String tally() {
    int passed = 0;
    int total = 0;
    for (TargetView target : targets) {
      passed += target.checks().size() - target.failedChecks().size();
      total += target.checks().size();
    }
    return passed + "/" + total;
  }
}
