package io.drillmaster.core.probe;

import static java.util.Objects.requireNonNull;

import java.util.Comparator;

/**
 * What is watched or drilled: one thing in one cluster.
 *
 * @param cluster name of the cluster in the configuration
 * @param kind what it is, in the words of the probe that watches it: {@code volsync}, {@code cnpg},
 *     {@code object-store}
 * @param namespace its Kubernetes namespace; empty for what has none
 * @param name its name within the namespace
 */
public record Target(String cluster, String kind, String namespace, String name)
    implements Comparable<Target> {
  private static final Comparator<Target> ORDER =
      Comparator.comparing(Target::cluster)
          .thenComparing(Target::kind)
          .thenComparing(Target::namespace)
          .thenComparing(Target::name);

  public Target {
    requireNonNull(namespace, "namespace");
    if (cluster.isBlank() || kind.isBlank() || name.isBlank()) {
      throw new IllegalArgumentException(
          "a target needs cluster, kind and name: " + cluster + "/" + kind + "/" + name);
    }
  }

  /**
   * The path within cluster and kind, as metrics and tables show it: {@code databases/postgres}.
   */
  public String path() {
    return namespace.isEmpty() ? name : namespace + "/" + name;
  }

  @Override
  public int compareTo(Target other) {
    return ORDER.compare(this, other);
  }

  /** The full address: {@code infra/cnpg/databases/postgres}. */
  @Override
  public String toString() {
    return cluster + "/" + kind + "/" + path();
  }
}
