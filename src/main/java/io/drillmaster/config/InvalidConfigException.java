package io.drillmaster.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used, with every problem at once. */
public final class InvalidConfigException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  public InvalidConfigException(List<ConfigProblem> problems) {
    super(problems.stream().map(ConfigProblem::toString).collect(Collectors.joining("\n")));
    this.problems = problems.stream().distinct().sorted().toList();
  }

  /** In the order of the file. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
