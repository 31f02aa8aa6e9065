package io.drillmaster.architecture.bad.core.run;

/** Breaks a rule, to show that the rule sees it. */
public final class CoreBackAgain {
  io.drillmaster.architecture.bad.core.probe.CoreInACycle forth;
}
