package io.drillmaster.core.probe;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * One question that a probe asked of its target, and the answer. It is OK exactly when it has no
 * finding: there is no red without a reason and no reason that stays green.
 *
 * @param name what was checked, in words of the table: {@code snapshot age}
 * @param expected what a good answer is
 * @param observed the answer
 * @param finding the reason, where the answer is not good
 */
public record Check(String name, String expected, String observed, Optional<Finding> finding) {
  public Check {
    requireNonNull(name, "name");
    requireNonNull(expected, "expected");
    requireNonNull(observed, "observed");
    requireNonNull(finding, "finding");
  }

  public static Check passed(String name, String expected, String observed) {
    return new Check(name, expected, observed, Optional.empty());
  }

  /** A check that is not OK, with what was expected and observed taken from its finding. */
  public static Check failed(String name, Finding finding) {
    return new Check(name, finding.expected(), finding.observed(), Optional.of(finding));
  }

  public Status status() {
    return finding.map(Finding::severity).orElse(Status.OK);
  }
}
