package io.drillmaster.config;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is declared of the ways between the clusters, because no cluster can tell it.
 *
 * @param authorities a PEM file with authorities that are believed beside those of the installation
 */
public record Between(Optional<SsoConfig> sso, List<PathConfig> paths, Optional<Path> authorities) {
  /** Nothing is declared. */
  public static final Between NONE = new Between(Optional.empty(), List.of(), Optional.empty());

  public Between {
    paths = List.copyOf(paths);
  }
}
