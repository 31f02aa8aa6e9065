package io.drillmaster.core.probe;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One reason for a status that is not OK, for the operator who is woken by it. No part may hold a
 * secret value; sentences are made of our own words and of names, times and codes, not of foreign
 * error texts.
 *
 * @param code stable, kebab-case; the label of the metric {@code drillmaster_finding}
 * @param severity never OK
 * @param sentence what is wrong, in one sentence that an operator understands
 * @param expected what should have been seen; may be empty where the sentence says it all
 * @param observed what was seen instead; may be empty
 * @param next a command that looks further or mends; never empty
 * @param runbook path within the repository, {@code docs/runbooks/<Name>.md}; may be empty
 * @param cause the target whose own finding explains this one, so that one fault rings once
 */
public record Finding(
    String code,
    Status severity,
    String sentence,
    String expected,
    String observed,
    String next,
    String runbook,
    Optional<Target> cause) {
  private static final Pattern CODE = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

  public Finding {
    if (!CODE.matcher(code).matches()) {
      throw new IllegalArgumentException("a finding code is kebab-case: " + code);
    }
    if (severity == Status.OK) {
      throw new IllegalArgumentException("a finding is never OK: " + code);
    }
    requireNonNull(sentence, "sentence");
    requireNonNull(expected, "expected");
    requireNonNull(observed, "observed");
    requireNonNull(next, "next");
    requireNonNull(runbook, "runbook");
    requireNonNull(cause, "cause");
  }

  /** The recovery is in danger or already lost. */
  public static Finding critical(String code, String sentence) {
    return of(Status.CRITICAL, code, sentence);
  }

  /** Not as it should be, but a recovery today would succeed. */
  public static Finding warning(String code, String sentence) {
    return of(Status.WARNING, code, sentence);
  }

  /** It could not be told. */
  public static Finding unknown(String code, String sentence) {
    return of(Status.UNKNOWN, code, sentence);
  }

  private static Finding of(Status severity, String code, String sentence) {
    return new Finding(code, severity, sentence, "", "", "", "", Optional.empty());
  }

  public Finding expected(String text) {
    return new Finding(code, severity, sentence, text, observed, next, runbook, cause);
  }

  public Finding observed(String text) {
    return new Finding(code, severity, sentence, expected, text, next, runbook, cause);
  }

  /** The command to run next. */
  public Finding next(String command) {
    return new Finding(code, severity, sentence, expected, observed, command, runbook, cause);
  }

  /** The runbook to open, {@code docs/runbooks/<Name>.md}. */
  public Finding runbook(String path) {
    return new Finding(code, severity, sentence, expected, observed, next, path, cause);
  }

  /** The target whose own finding explains this one. */
  public Finding causedBy(Target target) {
    return new Finding(
        code, severity, sentence, expected, observed, next, runbook, Optional.of(target));
  }
}
