package io.drillmaster.architecture.bad.restic;

/** Breaks a rule, to show that the rule sees it. */
public final class Format {}
