package io.drillmaster.coverage;

import io.drillmaster.core.probe.Finding;

/** What stands between something and its loss. */
sealed interface Protection {
  /**
   * It is backed up; whether well, other probes say.
   *
   * @param what for people: {@code ReplicationSource odoo}
   */
  record By(String what) implements Protection {}

  /** Nobody wants a backup of it. */
  record Waived(LeftOut leftOut) implements Protection {}

  /** What could protect it is not known. */
  record Unclear(Finding finding) implements Protection {}

  /** Nothing. */
  record None() implements Protection {}
}
