package io.drillmaster.lab.volsync;

/** How the operator and its mover treat one volume. */
public enum Behaviour {
  /** As they should; whether a sync succeeds depends on Secret, bucket and lock alone. */
  NORMAL,
  /** The operator does nothing, as if it had stopped. */
  HELD,
  /** The mover finds its disk full. */
  MOVER_FAILS,
  /** The mover finds its volume empty, and calls that a success. */
  VOLUME_EMPTY
}
