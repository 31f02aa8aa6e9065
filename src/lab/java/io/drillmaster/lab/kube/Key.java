package io.drillmaster.lab.kube;

import java.util.Comparator;

/**
 * Where an object is stored; in the order in which lists give it.
 *
 * @param resource {@code pods}, {@code replicationsources.volsync.backube}
 * @param namespace empty for an object of the cluster
 */
public record Key(String resource, String namespace, String name) implements Comparable<Key> {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::resource).thenComparing(Key::namespace).thenComparing(Key::name);

  @Override
  public int compareTo(Key other) {
    return ORDER.compare(this, other);
  }
}
