package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/** The {@code metadata} of objects. */
final class Meta {
  static final String FOREGROUND = "foregroundDeletion";
  static final String ORPHAN = "orphan";

  private Meta() {}

  static ObjectNode of(ObjectNode object) {
    return object.get("metadata") instanceof ObjectNode metadata
        ? metadata
        : object.putObject("metadata");
  }

  static String text(JsonNode object, String field) {
    return object.path("metadata").path(field).asText("");
  }

  static String name(JsonNode object) {
    return text(object, "name");
  }

  static String namespace(JsonNode object) {
    return text(object, "namespace");
  }

  static String uid(JsonNode object) {
    return text(object, "uid");
  }

  static String version(JsonNode object) {
    return text(object, "resourceVersion");
  }

  static boolean isGoing(JsonNode object) {
    return object.path("metadata").has("deletionTimestamp");
  }

  static List<String> finalizers(JsonNode object) {
    List<String> names = new ArrayList<>();
    object.path("metadata").path("finalizers").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** Replaces the finalizers; without any the field goes away. */
  static void finalizers(ObjectNode object, List<String> names) {
    Meta.of(object).remove("finalizers");
    if (!names.isEmpty()) {
      ArrayNode list = Meta.of(object).putArray("finalizers");
      names.forEach(list::add);
    }
  }

  static boolean isOwnedBy(JsonNode object, String uid) {
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (owner.path("uid").asText().equals(uid)) {
        return true;
      }
    }
    return false;
  }

  /** Removes the references to this owner; without any left the field goes away. */
  static void disown(ObjectNode object, String uid) {
    ArrayNode rest = Json.array();
    for (JsonNode owner : object.path("metadata").path("ownerReferences")) {
      if (!owner.path("uid").asText().equals(uid)) {
        rest.add(owner);
      }
    }
    if (rest.isEmpty()) {
      Meta.of(object).remove("ownerReferences");
    } else {
      Meta.of(object).set("ownerReferences", rest);
    }
  }
}
