package io.drillmaster.core.run;

import java.io.Serial;
import java.util.Optional;

/** A run that is valid but cannot start now. */
public final class RunRefusedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /** Why it cannot start. */
  public enum Reason {
    /** The same kind is at work on the same target; {@link #running()} tells which run. */
    ALREADY_RUNNING,
    /** Another daemon or replica holds the Lease. */
    HELD_ELSEWHERE,
    /** As many runs as the daemon allows are at work. */
    TOO_MANY,
    /** It cannot be told whether the Lease is free. */
    LOCK_UNAVAILABLE,
    /** The run could not be written down, so nobody could clean up after it. */
    STORE_UNAVAILABLE,
    /** The daemon is ending. */
    SHUTTING_DOWN
  }

  private final Reason reason;
  private final transient Optional<RunId> running;

  public RunRefusedException(Reason reason, String message, Optional<RunId> running) {
    super(message);
    this.reason = reason;
    this.running = running;
  }

  public Reason reason() {
    return reason;
  }

  public Optional<RunId> running() {
    return running;
  }
}
