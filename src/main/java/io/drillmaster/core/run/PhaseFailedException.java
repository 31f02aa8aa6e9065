package io.drillmaster.core.run;

import static java.util.Objects.requireNonNull;

import io.drillmaster.core.probe.Finding;
import java.io.Serial;

/**
 * Ends a phase and with it the run. A CRITICAL finding makes the verdict FAILED (the backup is
 * bad), any other INCONCLUSIVE (the run could not be carried out).
 */
public final class PhaseFailedException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  public PhaseFailedException(Finding finding) {
    super(finding.sentence());
    this.finding = requireNonNull(finding, "finding");
  }

  public Finding finding() {
    return finding;
  }
}
