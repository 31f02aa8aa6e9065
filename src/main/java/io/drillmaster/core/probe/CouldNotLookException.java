package io.drillmaster.core.probe;

import static java.util.Objects.requireNonNull;

import java.io.Serial;

/**
 * An answer could not be had: API away, permission missing, bucket hanging. The finding says why
 * and what to do. The cause is for the log only and never shown to people.
 */
public final class CouldNotLookException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Finding finding;

  public CouldNotLookException(Finding finding) {
    this(finding, null);
  }

  /**
   * @param cause what a library threw; may be null as in {@link Throwable#initCause}
   */
  public CouldNotLookException(Finding finding, Throwable cause) {
    super(finding.sentence(), cause);
    this.finding = requireNonNull(finding, "finding");
  }

  public Finding finding() {
    return finding;
  }
}
