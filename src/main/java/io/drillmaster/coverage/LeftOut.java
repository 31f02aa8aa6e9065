package io.drillmaster.coverage;

/**
 * That something is not backed up on purpose.
 *
 * @param reason why, in the words of whoever decided it
 * @param where that is written: {@code the annotation drillmaster.dev/backup}, {@code
 *     probes.coverage.exclude[2]}
 */
record LeftOut(String reason, String where) {
  private static final int LONGEST = 120;

  LeftOut {
    String line = reason.replaceAll("[\\p{Cntrl}\\p{Cf}]+", " ").strip();
    reason = line.length() > LONGEST ? line.substring(0, LONGEST - 1) + "…" : line;
  }

  /** {@code a cache, says the annotation drillmaster.dev/backup}. */
  String told() {
    return reason + ", says " + where;
  }
}
