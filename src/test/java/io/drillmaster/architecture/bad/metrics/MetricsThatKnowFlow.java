package io.drillmaster.architecture.bad.metrics;

/** Breaks a rule, to show that the rule sees it. */
public final class MetricsThatKnowFlow {
  io.drillmaster.architecture.bad.flow.Innocent known;
}
