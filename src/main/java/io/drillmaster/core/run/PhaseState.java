package io.drillmaster.core.run;

/** Where a phase stands or how it ended. SKIPPED is not PASSED. */
public enum PhaseState {
  PENDING,
  RUNNING,
  PASSED,
  FAILED,
  TIMED_OUT,
  CANCELLED,
  SKIPPED
}
