package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * Fills the defaults of a structural schema (apiextensions.k8s.io/v1) into an object and removes
 * what the schema does not know.
 */
final class SchemaFill {
  private static final String PRESERVE = "x-kubernetes-preserve-unknown-fields";

  private final List<String> unknown = new ArrayList<>();

  private SchemaFill() {}

  /**
   * Alters the object.
   *
   * @return the fields that were removed: {@code spec.a[0].b}
   */
  static List<String> fill(JsonNode schema, ObjectNode object) {
    SchemaFill walk = new SchemaFill();
    walk.fill(schema, object, "");
    return walk.unknown;
  }

  static String join(String path, String field) {
    return path.isEmpty() ? field : path + "." + field;
  }

  private void fill(JsonNode schema, JsonNode value, String path) {
    if (value instanceof ObjectNode object) {
      prune(schema, object, path);
      defaults(schema, object);
      for (var field : object.properties()) {
        JsonNode of = schema.path("properties").path(field.getKey());
        JsonNode next = of.isMissingNode() ? schema.path("additionalProperties") : of;
        fill(next, field.getValue(), join(path, field.getKey()));
      }
    } else if (value instanceof ArrayNode list) {
      for (int i = 0; i < list.size(); i++) {
        fill(schema.path("items"), list.get(i), path + "[" + i + "]");
      }
    }
  }

  private void prune(JsonNode schema, ObjectNode object, String path) {
    boolean open =
        !schema.isObject()
            || schema.path(PRESERVE).asBoolean()
            || schema.has("additionalProperties")
            || !schema.has("properties") && !schema.path("type").asText().equals("object");
    if (open) {
      return;
    }
    List<String> names = new ArrayList<>();
    object.fieldNames().forEachRemaining(names::add);
    boolean embedded = schema.path("x-kubernetes-embedded-resource").asBoolean();
    for (String name : names) {
      boolean identity = embedded && List.of("apiVersion", "kind", "metadata").contains(name);
      if (!identity && !schema.path("properties").has(name)) {
        object.remove(name);
        unknown.add(join(path, name));
      }
    }
  }

  private static void defaults(JsonNode schema, ObjectNode object) {
    for (var property : schema.path("properties").properties()) {
      JsonNode value = property.getValue().path("default");
      boolean nullable = property.getValue().path("nullable").asBoolean();
      JsonNode present = object.path(property.getKey());
      if (!value.isMissingNode() && (present.isMissingNode() || present.isNull() && !nullable)) {
        object.set(property.getKey(), value.deepCopy());
      }
    }
  }
}
