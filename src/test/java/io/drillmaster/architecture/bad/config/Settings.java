package io.drillmaster.architecture.bad.config;

/** Breaks a rule, to show that the rule sees it. */
public final class Settings {}
