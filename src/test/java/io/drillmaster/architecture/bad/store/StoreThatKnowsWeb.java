package io.drillmaster.architecture.bad.store;

/** Breaks a rule, to show that the rule sees it. */
public final class StoreThatKnowsWeb {
  io.drillmaster.architecture.bad.web.Page known;
}
