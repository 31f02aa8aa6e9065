package io.drillmaster.architecture.bad.cli;

/** Breaks a rule, to show that the rule sees it. */
public final class CommandThatKnowsStore {
  io.drillmaster.architecture.bad.store.Innocent known;
}
