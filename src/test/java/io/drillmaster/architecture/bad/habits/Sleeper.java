package io.drillmaster.architecture.bad.habits;

/** Breaks a rule, to show that the rule sees it. */
public final class Sleeper {
  void sleep() throws InterruptedException {
    Thread.sleep(1);
  }
}
