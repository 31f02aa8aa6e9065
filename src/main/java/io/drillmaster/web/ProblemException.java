package io.drillmaster.web;

import java.io.Serial;

/** Ends a call with a problem for the client. It is no defect, so it carries no stack trace. */
final class ProblemException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient Problem problem;

  ProblemException(Problem problem) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
  }

  Problem problem() {
    return problem;
  }
}
