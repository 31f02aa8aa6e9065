package io.drillmaster.architecture.bad.habits;

/** Breaks a rule, to show that the rule sees it. */
public final class NamelessPool {
  java.util.concurrent.ExecutorService pool() {
    return java.util.concurrent.Executors.newCachedThreadPool();
  }
}
