package io.drillmaster.config;

import java.nio.file.Path;

/** Paths as a configuration writes them. */
final class Paths {
  private Paths() {}

  /**
   * {@code ~} is the home directory; relative paths begin at the directory of the configuration.
   */
  static Path resolve(Path directory, String path) {
    if (path.equals("~") || path.startsWith("~/")) {
      return Path.of(System.getProperty("user.home") + path.substring(1)).normalize();
    }
    return directory.resolve(path).normalize();
  }
}
