package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/** Objects as a client asked for them: as they are, their metadata alone, or as rows of a table. */
final class Rendering {
  private static final String PARTIAL = "PartialObjectMetadata";
  private static final String META = "meta.k8s.io/v1";

  private final ResourceType type;
  private final Optional<Tables> tables;
  private final boolean metadataAlone;

  Rendering(ResourceType type, ApiRequest request) {
    this.type = type;
    this.metadataAlone = request.wantsMetadata();
    this.tables =
        request.wantsTable()
            ? Optional.of(new Tables(type, request.parameter("includeObject")))
            : Optional.empty();
  }

  JsonNode one(ObjectNode object) {
    ObjectNode metadata = Json.object("resourceVersion", Meta.version(object));
    return tables.isPresent()
        ? tables.get().table(List.of(inVersion(object)), metadata)
        : inVersion(object);
  }

  /** A list; {@code continue} and the remaining count are already in its metadata. */
  JsonNode list(List<ObjectNode> objects, ObjectNode metadata) {
    if (tables.isPresent()) {
      return tables.get().table(objects.stream().map(this::inVersion).toList(), metadata);
    }
    ObjectNode list =
        metadataAlone
            ? Json.object("kind", PARTIAL + "List", "apiVersion", META)
            : Json.object("kind", type.names().kind() + "List", "apiVersion", type.apiVersion());
    list.set("metadata", metadata);
    ArrayNode items = list.putArray("items");
    objects.forEach(object -> items.add(item(object)));
    return list;
  }

  /** Says only how far a watch has seen. */
  JsonNode bookmark(long version) {
    ObjectNode metadata = Json.object("resourceVersion", Long.toString(version));
    if (tables.isPresent()) {
      return tables.get().table(List.of(), metadata);
    }
    ObjectNode bookmark = Json.object("kind", type.names().kind(), "apiVersion", type.apiVersion());
    bookmark.set("metadata", metadata.putNull("creationTimestamp"));
    return bookmark;
  }

  /** Items of built-in lists carry neither kind nor apiVersion; those of custom ones do. */
  private ObjectNode item(ObjectNode object) {
    if (metadataAlone || type.has(ResourceType.Trait.CUSTOM)) {
      return inVersion(object);
    }
    ObjectNode item = Json.MAPPER.createObjectNode();
    item.setAll(object);
    return item.remove(List.of("kind", "apiVersion"));
  }

  private ObjectNode inVersion(ObjectNode object) {
    if (metadataAlone) {
      ObjectNode partial = Json.object("kind", PARTIAL, "apiVersion", META);
      partial.set("metadata", object.path("metadata"));
      return partial;
    }
    if (object.path("apiVersion").asText().equals(type.apiVersion())) {
      return object;
    }
    ObjectNode converted = Json.MAPPER.createObjectNode();
    converted.setAll(object);
    return converted.put("apiVersion", type.apiVersion()).put("kind", type.names().kind());
  }
}
