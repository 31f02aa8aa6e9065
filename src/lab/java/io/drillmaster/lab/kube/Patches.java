package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.fabric8.zjsonpatch.JsonPatch;
import io.fabric8.zjsonpatch.JsonPatchException;

/** The three kinds of patches that carry a difference. */
final class Patches {
  private Patches() {}

  /** The object with the patch in it; neither argument is altered. */
  static ObjectNode patch(ResourceType type, String contentType, ObjectNode old, JsonNode patch) {
    String kind = contentType.split(";")[0].strip();
    return switch (kind) {
      case "application/json-patch+json" -> jsonPatch(type, old, patch);
      case "application/merge-patch+json" -> merge(old, object(patch));
      case "application/strategic-merge-patch+json" -> {
        if (type.has(ResourceType.Trait.CUSTOM)) {
          throw StatusException.mediaType(kind);
        }
        yield StrategicMerge.merge(old, object(patch));
      }
      default -> throw StatusException.mediaType(kind);
    };
  }

  private static ObjectNode object(JsonNode patch) {
    if (patch instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the patch is no object");
  }

  private static ObjectNode jsonPatch(ResourceType type, ObjectNode old, JsonNode patch) {
    try {
      return (ObjectNode) JsonPatch.apply(patch, old);
    } catch (JsonPatchException e) {
      throw new StatusException(
          422,
          "Invalid",
          "the server rejected our request due to an error in our request",
          Json.object("name", Meta.name(old), "kind", type.names().plural()));
    }
  }

  /** RFC 7386. */
  static ObjectNode merge(ObjectNode old, ObjectNode patch) {
    ObjectNode result = old.deepCopy();
    patch.properties().forEach(field -> merge(result, field.getKey(), field.getValue()));
    return result;
  }

  private static void merge(ObjectNode result, String name, JsonNode value) {
    if (value.isNull()) {
      result.remove(name);
    } else if (value instanceof ObjectNode patch) {
      ObjectNode old =
          result.get(name) instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
      result.set(name, merge(old, patch));
    } else {
      result.set(name, value.deepCopy());
    }
  }
}
