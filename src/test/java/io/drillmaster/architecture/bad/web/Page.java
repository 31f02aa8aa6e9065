package io.drillmaster.architecture.bad.web;

/** Breaks a rule, to show that the rule sees it. */
public final class Page {}
