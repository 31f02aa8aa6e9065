package io.drillmaster.architecture.bad.config;

/** Breaks a rule, to show that the rule sees it. */
public final class ConfigThatKnowsKube {
  io.drillmaster.architecture.bad.kube.Boundary known;
}
