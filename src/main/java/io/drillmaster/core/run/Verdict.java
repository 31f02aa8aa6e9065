package io.drillmaster.core.run;

/** How a run ends. */
public enum Verdict {
  /** It ran, and what it looked at is good. */
  VERIFIED,
  /** It ran, and the backup is bad. */
  FAILED,
  /** It could not be carried out, or something could not be looked at. */
  INCONCLUSIVE,
  /** It ran, but nothing proved the data. */
  UNPROVEN
}
