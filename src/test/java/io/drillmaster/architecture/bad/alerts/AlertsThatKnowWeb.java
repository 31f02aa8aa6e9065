package io.drillmaster.architecture.bad.alerts;

/** Breaks a rule, to show that the rule sees it. */
public final class AlertsThatKnowWeb {
  io.drillmaster.architecture.bad.web.Page known;
}
