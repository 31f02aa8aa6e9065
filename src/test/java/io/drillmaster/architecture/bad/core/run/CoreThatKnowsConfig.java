package io.drillmaster.architecture.bad.core.run;

/** Breaks a rule, to show that the rule sees it. */
public final class CoreThatKnowsConfig {
  io.drillmaster.architecture.bad.config.Settings known;
}
