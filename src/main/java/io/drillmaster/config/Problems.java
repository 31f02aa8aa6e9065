package io.drillmaster.config;

import java.util.ArrayList;
import java.util.List;

/** Collects what is wrong with one file, each with the line of its path. */
final class Problems {
  private final String file;
  private final YamlTree yaml;
  private final List<ConfigProblem> all = new ArrayList<>();

  Problems(String file, YamlTree yaml) {
    this.file = file;
    this.yaml = yaml;
  }

  void add(ConfigPath path, String message) {
    addAt(yaml.line(path), path, message);
  }

  /** For a path that has no line of its own, or whose last key is not to be shown. */
  void addAt(int line, ConfigPath path, String message) {
    all.add(new ConfigProblem(file, line, path.toString(), message));
  }

  List<ConfigProblem> all() {
    return all;
  }
}
