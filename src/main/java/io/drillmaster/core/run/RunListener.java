package io.drillmaster.core.run;

/**
 * Is told of runs: metrics and notifications are listeners. Each call of a listener comes on a
 * thread of the engine that waits for nobody else; a listener that hangs or throws harms neither
 * the run nor other listeners.
 */
public interface RunListener {
  /** A run was accepted, or is being cleaned up after a crash. */
  default void onStarted(Run run) {}

  /** The run is over; this is all of it. */
  default void onEnded(Run run) {}
}
