package io.drillmaster.config;

/**
 * One thing that is wrong with the configuration.
 *
 * @param line counted from 1; 0 where there is none
 * @param path {@code clusters[1].api.context}; empty for the file as a whole
 * @param message what is wrong, with the value where it may be shown, the rule, and a suggestion
 */
public record ConfigProblem(String file, int line, String path, String message)
    implements Comparable<ConfigProblem> {
  @Override
  public int compareTo(ConfigProblem other) {
    int byLine = Integer.compare(line, other.line);
    return byLine != 0 ? byLine : toString().compareTo(other.toString());
  }

  /** {@code drillmaster.yaml:12: clusters[1].api: …}. */
  @Override
  public String toString() {
    String where = line > 0 ? file + ":" + line : file;
    return where + ": " + (path.isEmpty() ? message : path + ": " + message);
  }
}
