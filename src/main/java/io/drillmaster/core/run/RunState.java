package io.drillmaster.core.run;

/** Where a run stands. */
public enum RunState {
  RUNNING,
  /** Phases are over or cancelled; undos, residue and evidence are under way. */
  CLEANING_UP,
  ENDED,
  CANCELLED,
  /** The process died in the middle; a later one cleaned up and closed the run. */
  INTERRUPTED;

  public boolean isOver() {
    return this == ENDED || this == CANCELLED || this == INTERRUPTED;
  }
}
