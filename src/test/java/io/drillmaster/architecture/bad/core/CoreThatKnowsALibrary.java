package io.drillmaster.architecture.bad.core;

import org.slf4j.Logger;

/** Breaks the rule that core knows the JDK only, to show that the rule sees it. */
public final class CoreThatKnowsALibrary {
  Logger logger;
}
