package io.drillmaster.architecture.bad.flow;

/** Breaks a rule, to show that the rule sees it. */
public final class FlowThatKnowsAFeature {
  io.drillmaster.architecture.bad.tides.Judge known;
}
