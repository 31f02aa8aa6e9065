package io.drillmaster.web;

import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Where everything that is watched in one cluster stands.
 *
 * @param role for people; may be empty
 * @param targets problems first
 */
record ClusterView(String name, String role, List<TargetView> targets) {
  /** Name of the check that gives the reason for leaving something out. */
  static final String LEFT_OUT = "left out";

  private static final Comparator<TargetView> PROBLEMS_FIRST =
      Comparator.comparing(TargetView::status)
          .reversed()
          .thenComparing(t -> t.target().kind())
          .thenComparing(TargetView::target);

  ClusterView {
    targets = targets.stream().sorted(PROBLEMS_FIRST).toList();
  }

  Status status() {
    return Status.worstOf(targets.stream().map(TargetView::status).toList());
  }

  List<TargetView> problems() {
    return targets.stream().filter(t -> t.status() != Status.OK).toList();
  }

  List<TargetView> fine() {
    return targets.stream().filter(t -> t.status() == Status.OK).toList();
  }

  /** Good targets that are shown together, by kind. */
  List<QuietTargets> quiet() {
    return QuietTargets.among(fine());
  }

  /** Targets that are shown by themselves: problems first. */
  List<TargetView> loud() {
    Set<TargetView> quiet =
        quiet().stream().flatMap(group -> group.targets().stream()).collect(Collectors.toSet());
    return targets.stream().filter(target -> !quiet.contains(target)).toList();
  }

  /**
   * What is not looked at or not backed up on purpose, by kind and reason. A passed check with the
   * name {@link #LEFT_OUT} says so, whatever the probe; it is never collapsed into what is good.
   */
  Map<String, List<TargetView>> leftOut() {
    Map<String, List<TargetView>> byReason = new LinkedHashMap<>();
    for (TargetView target : targets) {
      target.checks().stream()
          .filter(check -> check.name().equals(LEFT_OUT) && check.status() == Status.OK)
          .forEach(
              check ->
                  byReason
                      .computeIfAbsent(
                          target.target().kind() + ": " + check.observed(), r -> new ArrayList<>())
                      .add(target));
    }
    return byReason;
  }

  /** Problems that no other problem of this cluster explains. */
  List<TargetView> roots() {
    List<TargetView> problems = problems();
    return problems.stream()
        .filter(t -> t.cause().isEmpty() || problems.stream().noneMatch(p -> isCause(p, t)))
        .toList();
  }

  /** Problems that this one explains. */
  List<TargetView> consequencesOf(TargetView root) {
    return problems().stream().filter(t -> t.cause().isPresent() && isCause(root, t)).toList();
  }

  private static boolean isCause(TargetView candidate, TargetView of) {
    Target cause = of.cause().orElse(of.target());
    return candidate != of && candidate.cause().isEmpty() && candidate.target().equals(cause);
  }

  int good() {
    return (int) targets.stream().filter(t -> t.status().isGood()).count();
  }

  int warnings() {
    return count(Status.WARNING);
  }

  int bad() {
    return count(Status.CRITICAL);
  }

  int unknown() {
    return count(Status.UNKNOWN);
  }

  private int count(Status status) {
    return (int) targets.stream().filter(t -> t.status() == status).count();
  }

  /** {@code 3 good, 1 bad, 1 unknown}. */
  String summary() {
    String warned = warnings() == 0 ? "" : " (" + Words.count(warnings(), "warning") + ")";
    return good() + " good" + warned + ", " + bad() + " bad, " + unknown() + " unknown";
  }

  /** Could we recover now? In words that claim no more than was seen. */
  String answer() {
    return switch (status()) {
      case OK -> "Yes, as far as the probes can see";
      case WARNING -> "Yes, but there are warnings";
      case UNKNOWN -> "Nobody can tell";
      case CRITICAL -> "Not everything";
    };
  }
}
