package io.drillmaster.cli;

import java.io.Serial;
import java.util.List;

/** The daemon cannot start, for reasons that an operator can mend. */
public final class CannotStartException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<String> problems;
  private final String next;

  /**
   * @param problems every one that was found, each a sentence
   * @param next a command that looks further
   */
  public CannotStartException(List<String> problems, String next) {
    super(String.join("\n", problems));
    this.problems = List.copyOf(problems);
    this.next = next;
  }

  public List<String> problems() {
    return problems;
  }

  public String next() {
    return next;
  }
}
