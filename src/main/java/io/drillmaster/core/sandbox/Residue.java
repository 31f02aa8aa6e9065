package io.drillmaster.core.sandbox;

import java.util.List;

/**
 * What a run left behind.
 *
 * @param objects each as {@code kind/namespace/name}; empty is the only good answer
 */
public record Residue(List<String> objects) {
  public static final Residue NONE = new Residue(List.of());

  public Residue {
    objects = List.copyOf(objects);
  }
}
