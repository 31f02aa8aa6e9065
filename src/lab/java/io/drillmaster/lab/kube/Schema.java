package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.util.List;
import java.util.Optional;

/** The schema of a custom kind, but for what every object has: apiVersion, kind, metadata. */
final class Schema {
  private static final List<String> EVERY_OBJECT = List.of("apiVersion", "kind", "metadata");

  private final ObjectNode own;

  /**
   * @param schema {@code openAPIV3Schema} of a version
   */
  Schema(JsonNode schema) {
    own = schema.deepCopy();
    if (own.path("properties") instanceof ObjectNode properties) {
      properties.remove(EVERY_OBJECT);
    }
    if (own.path("required").isArray()) {
      List<String> required = Json.MAPPER.convertValue(own.path("required"), Json.STRINGS);
      own.set(
          "required",
          Json.MAPPER.valueToTree(
              required.stream().filter(name -> !EVERY_OBJECT.contains(name)).toList()));
    }
  }

  /**
   * Fills in defaults and removes unknown fields.
   *
   * @return what was removed
   */
  List<String> fill(ObjectNode object) {
    ObjectNode content = content(object);
    List<String> unknown = SchemaFill.fill(own, content);
    object.retain(EVERY_OBJECT);
    object.setAll(content);
    return unknown;
  }

  List<Cause> check(ObjectNode object, Optional<ObjectNode> old) {
    return SchemaCheck.check(own, content(object), old.map(Schema::content));
  }

  private static ObjectNode content(ObjectNode object) {
    ObjectNode content = object.deepCopy();
    return content.remove(EVERY_OBJECT);
  }

  /**
   * As the API server treats an object of this type before it stores it.
   *
   * @throws StatusException 400 for unknown fields if they are refused, 422 for violations
   */
  static void admit(
      ResourceType type, ObjectNode object, Optional<ObjectNode> old, WriteOptions options) {
    if (type.shape().schema().isEmpty()) {
      return;
    }
    Schema schema = new Schema(type.shape().schema().get());
    List<String> unknown = schema.fill(object);
    if (!unknown.isEmpty() && options.unknownFields() == WriteOptions.UnknownFields.REFUSED) {
      List<String> quoted =
          unknown.stream().map(field -> "unknown field \"" + field + "\"").toList();
      String kind = type.names().kind();
      throw StatusException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s: strict decoding error: %s"
              .formatted(kind, type.version(), kind, String.join(", ", quoted)));
    }
    List<Cause> causes = schema.check(object, old);
    if (!causes.isEmpty()) {
      throw StatusException.invalid(type, Meta.name(object), causes);
    }
  }
}
