package io.drillmaster.architecture.bad.kube;

/** Breaks a rule, to show that the rule sees it. */
public final class KubeThatKnowsAFeature {
  io.drillmaster.architecture.bad.tides.Judge known;
}
