package io.drillmaster.core.run;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** A request for a run that cannot be planned, with every problem at once. */
public final class InvalidRunException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  /**
   * @param pointer JSON pointer into the request body: {@code /component}
   * @param message what is wrong and what is allowed; does not repeat the given value
   */
  public record Problem(String pointer, String message) {}

  private final transient List<Problem> problems;

  public InvalidRunException(List<Problem> problems) {
    super(
        problems.stream()
            .map(p -> p.pointer() + ": " + p.message())
            .collect(Collectors.joining("; ")));
    this.problems = List.copyOf(problems);
  }

  public InvalidRunException(String pointer, String message) {
    this(List.of(new Problem(pointer, message)));
  }

  public List<Problem> problems() {
    return problems;
  }
}
