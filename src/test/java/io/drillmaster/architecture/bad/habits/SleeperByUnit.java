package io.drillmaster.architecture.bad.habits;

/** Breaks a rule, to show that the rule sees it. */
public final class SleeperByUnit {
  void sleep() throws InterruptedException {
    java.util.concurrent.TimeUnit.SECONDS.sleep(1);
  }
}
