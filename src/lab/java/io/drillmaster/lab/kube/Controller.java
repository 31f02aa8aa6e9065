package io.drillmaster.lab.kube;

/** Reacts to changes, as an operator does: after the commit, on the thread of the server. */
@FunctionalInterface
public interface Controller {
  /** Returns at once; may read and write through the {@link ApiServer}. */
  void changed(Change change);
}
