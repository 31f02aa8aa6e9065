package io.drillmaster.config;

import java.io.Serial;
import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used, with every problem at once. */
public final class InvalidConfigException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  private final transient List<ConfigProblem> problems;

  /**
   * @param problems at least one, in any order; what is said twice is kept once
   */
  public InvalidConfigException(List<ConfigProblem> problems) {
    super(
        problems.stream()
            .distinct()
            .sorted()
            .map(ConfigProblem::toString)
            .collect(Collectors.joining("\n")));
    this.problems = problems.stream().distinct().sorted().toList();
  }

  /** One problem of the file as a whole. */
  static InvalidConfigException of(String file, int line, String message) {
    return new InvalidConfigException(List.of(new ConfigProblem(file, line, "", message)));
  }

  /** In the order of the file. */
  public List<ConfigProblem> problems() {
    return problems;
  }
}
