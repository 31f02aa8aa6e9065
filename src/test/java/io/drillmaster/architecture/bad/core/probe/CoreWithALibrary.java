package io.drillmaster.architecture.bad.core.probe;

/** Breaks a rule, to show that the rule sees it. */
public final class CoreWithALibrary {
  org.slf4j.Logger logger;
}
