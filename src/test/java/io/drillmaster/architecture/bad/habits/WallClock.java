package io.drillmaster.architecture.bad.habits;

/** Breaks a rule, to show that the rule sees it. */
public final class WallClock {
  java.time.Instant now() {
    return java.time.Instant.now();
  }
}
