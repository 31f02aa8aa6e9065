package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Objects as a client asked for them: as they are, or as rows of a table. */
final class Rendering {
  private final ResourceType type;

  Rendering(ResourceType type) {
    this.type = type;
  }

  JsonNode one(ObjectNode object) {
    return inVersion(object);
  }

  /** A list; {@code continue} and the remaining count are already in its metadata. */
  JsonNode list(List<ObjectNode> objects, ObjectNode metadata) {
    ObjectNode list =
        Json.object("kind", type.names().kind() + "List", "apiVersion", type.apiVersion());
    list.set("metadata", metadata);
    ArrayNode items = list.putArray("items");
    objects.forEach(object -> items.add(item(object)));
    return list;
  }

  /** Items of built-in lists carry neither kind nor apiVersion; those of custom ones do. */
  private ObjectNode item(ObjectNode object) {
    if (type.has(ResourceType.Trait.CUSTOM)) {
      return inVersion(object);
    }
    ObjectNode item = Json.MAPPER.createObjectNode();
    item.setAll(object);
    return item.remove(List.of("kind", "apiVersion"));
  }

  private ObjectNode inVersion(ObjectNode object) {
    if (object.path("apiVersion").asText().equals(type.apiVersion())) {
      return object;
    }
    ObjectNode converted = Json.MAPPER.createObjectNode();
    converted.setAll(object);
    return converted.put("apiVersion", type.apiVersion()).put("kind", type.names().kind());
  }
}
