package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ResourceType.Trait;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.util.ArrayList;
import java.util.List;

/** Which parts of an object an update may alter. */
final class Merging {
  private static final List<String> OF_THE_SERVER =
      List.of(
          "uid",
          "name",
          "namespace",
          "creationTimestamp",
          "deletionTimestamp",
          "deletionGracePeriodSeconds",
          "generation",
          "resourceVersion");

  private Merging() {}

  /** The object as it would be stored after this update. */
  static ObjectNode next(
      ResourceType type, String subresource, ObjectNode old, ObjectNode body, boolean seeding) {
    if (subresource.equals("status")) {
      return with(old, "status", body);
    }
    if (subresource.equals("finalize")) {
      return with(old, "spec", body);
    }
    ObjectNode next = type.has(Trait.STATUS) && !seeding ? with(body, "status", old) : body;
    ObjectNode meta = Meta.of(next);
    meta.remove(List.of("selfLink", "managedFields"));
    for (String field : OF_THE_SERVER) {
      meta.remove(field);
      if (Meta.of(old).has(field)) {
        meta.set(field, Meta.of(old).get(field));
      }
    }
    checkFinalizers(type, old, next);
    return next;
  }

  private static ObjectNode with(ObjectNode object, String field, ObjectNode other) {
    ObjectNode result = object.deepCopy();
    result.remove(field);
    if (other.has(field)) {
      result.set(field, other.get(field).deepCopy());
    }
    return result;
  }

  private static void checkFinalizers(ResourceType type, ObjectNode old, ObjectNode next) {
    List<String> added = new ArrayList<>(Meta.finalizers(next));
    added.removeAll(Meta.finalizers(old));
    if (Meta.isGoing(old) && !added.isEmpty()) {
      String text =
          "Forbidden: no new finalizers can be added if the object is being deleted, found new"
              + " finalizers []string{\""
              + String.join("\", \"", added)
              + "\"}";
      throw StatusException.invalid(
          type,
          Meta.name(old),
          List.of(new Cause("FieldValueForbidden", text, "metadata.finalizers")));
    }
  }

  /** One more when anything but metadata and status differs. */
  static void countGeneration(ResourceType type, ObjectNode old, ObjectNode next) {
    if (!type.has(Trait.GENERATION)) {
      return;
    }
    ObjectNode before = old.deepCopy();
    ObjectNode after = next.deepCopy();
    List<String> uncounted =
        type.has(Trait.STATUS) ? List.of("metadata", "status") : List.of("metadata");
    if (!before.remove(uncounted).equals(after.remove(uncounted))) {
      raiseGeneration(next);
    }
  }

  static void raiseGeneration(ObjectNode object) {
    ObjectNode meta = Meta.of(object);
    meta.put("generation", meta.path("generation").asLong() + 1);
  }
}
