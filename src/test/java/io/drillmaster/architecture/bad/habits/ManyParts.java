package io.drillmaster.architecture.bad.habits;

/** Breaks a rule, to show that the rule sees it. */
public final class ManyParts {
  ManyParts(int a, int b, int c, int d, int e, int f) {}
}
