package io.drillmaster.architecture.bad.habits;

/** Breaks a rule, to show that the rule sees it. */
public final class ThingManager {}
