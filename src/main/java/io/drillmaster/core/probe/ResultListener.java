package io.drillmaster.core.probe;

/**
 * Is told what probes say: metrics, store, alerts and page are listeners; probes never call them.
 * Calls come from several threads, one at a time for the same target; a listener returns quickly
 * and throws nothing.
 */
public interface ResultListener {
  /** A new result of this target. */
  void onResult(Standing standing);

  /** The target is gone: deleted in its cluster, or left out by configuration. */
  default void onRetired(String probe, Target target) {}
}
