package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;

/**
 * One committed change. The objects belong to the store: read them, never alter them.
 *
 * @param version resource version of this change
 * @param before empty for a new object
 * @param after empty for a deleted object
 */
public record Change(
    long version, Key key, Optional<ObjectNode> before, Optional<ObjectNode> after) {
  /** Whether the object appeared. */
  public boolean isCreation() {
    return before.isEmpty();
  }

  /** Whether the object went away. */
  public boolean isDeletion() {
    return after.isEmpty();
  }

  /** The object as it is now, or as it was last. */
  public ObjectNode object() {
    return after.or(() -> before).orElseThrow();
  }
}
