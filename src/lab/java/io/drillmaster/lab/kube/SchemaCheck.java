package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is wrong with an object by its structural schema (apiextensions.k8s.io/v1), in the words of
 * the API server.
 */
final class SchemaCheck {
  private final List<Cause> causes = new ArrayList<>();

  private SchemaCheck() {}

  /**
   * All violations.
   *
   * @param old what was stored before, for rules about the change
   */
  static List<Cause> check(JsonNode schema, JsonNode value, Optional<JsonNode> old) {
    SchemaCheck walk = new SchemaCheck();
    walk.check(schema, value, old, "");
    return walk.causes;
  }

  private void check(JsonNode schema, JsonNode value, Optional<JsonNode> old, String path) {
    if (!schema.isObject()) {
      return;
    }
    if (!SchemaValues.hasType(schema, value)) {
      causes.add(SchemaValues.wrongType(schema, value, path));
      return;
    }
    if (value.isNull()) {
      return;
    }
    causes.addAll(SchemaValues.check(schema, value, path));
    if (value instanceof ObjectNode object) {
      required(schema, object, path);
      for (var field : object.properties()) {
        JsonNode of = schema.path("properties").path(field.getKey());
        JsonNode next = of.isMissingNode() ? schema.path("additionalProperties") : of;
        check(
            next, field.getValue(), at(old, field.getKey()), SchemaFill.join(path, field.getKey()));
      }
    } else if (value instanceof ArrayNode list) {
      items(schema, list, old, path);
    }
    combinations(schema, value, path);
    rules(schema, value, old, path);
  }

  private static Optional<JsonNode> at(Optional<JsonNode> old, String field) {
    return old.map(object -> object.path(field)).filter(value -> !value.isMissingNode());
  }

  private void required(JsonNode schema, ObjectNode object, String path) {
    for (JsonNode name : schema.path("required")) {
      if (!object.has(name.asText())) {
        String field = SchemaFill.join(path, name.asText());
        causes.add(new Cause("FieldValueRequired", "Required value", field));
      }
    }
  }

  private void items(JsonNode schema, ArrayNode list, Optional<JsonNode> old, String path) {
    String kind = schema.path("x-kubernetes-list-type").asText("atomic");
    List<String> keys = new ArrayList<>();
    schema.path("x-kubernetes-list-map-keys").forEach(key -> keys.add(key.asText()));
    Set<JsonNode> seen = new HashSet<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode item = list.get(i);
      String place = path + "[" + i + "]";
      JsonNode identity = kind.equals("map") ? identity(item, keys) : item;
      if (!kind.equals("atomic") && !seen.add(identity)) {
        causes.add(new Cause("FieldValueDuplicate", "Duplicate value: " + identity, place));
      }
      Optional<JsonNode> before =
          kind.equals("map") ? old.flatMap(l -> find(l, identity, keys)) : Optional.empty();
      check(schema.path("items"), item, before, place);
    }
  }

  private static JsonNode identity(JsonNode item, List<String> keys) {
    ObjectNode identity = Json.object();
    keys.forEach(key -> identity.set(key, item.path(key)));
    return identity;
  }

  private static Optional<JsonNode> find(JsonNode list, JsonNode identity, List<String> keys) {
    for (JsonNode item : list) {
      if (identity(item, keys).equals(identity)) {
        return Optional.of(item);
      }
    }
    return Optional.empty();
  }

  private static boolean fits(JsonNode schema, JsonNode value) {
    return check(schema, value, Optional.empty()).isEmpty();
  }

  private void combinations(JsonNode schema, JsonNode value, String path) {
    schema.path("allOf").forEach(part -> check(part, value, Optional.empty(), path));
    if (schema.has("anyOf") && count(schema.path("anyOf"), value) == 0) {
      combination(path, "must validate at least one schema (anyOf)");
    }
    if (schema.has("oneOf") && count(schema.path("oneOf"), value) != 1) {
      combination(path, "must validate one and only one schema (oneOf)");
    }
    if (schema.has("not") && fits(schema.path("not"), value)) {
      combination(path, "must not validate the schema (not)");
    }
  }

  private static int count(JsonNode schemas, JsonNode value) {
    int fitting = 0;
    for (JsonNode schema : schemas) {
      fitting += fits(schema, value) ? 1 : 0;
    }
    return fitting;
  }

  private void combination(String path, String rule) {
    String shown = path.isEmpty() ? "<nil>" : path;
    String text = "Invalid value: \"\": \"" + shown + "\" " + rule;
    causes.add(new Cause("FieldValueInvalid", text, shown));
  }

  private void rules(JsonNode schema, JsonNode value, Optional<JsonNode> old, String path) {
    for (JsonNode validation : schema.path("x-kubernetes-validations")) {
      String rule = validation.path("rule").asText();
      if (!Cel.holds(rule, value, old)) {
        causes.add(violation(validation, value, path + validation.path("fieldPath").asText("")));
      }
    }
  }

  private static Cause violation(JsonNode validation, JsonNode value, String path) {
    String field = path.isEmpty() ? "<nil>" : path;
    String message =
        validation.path("message").asText("failed rule: " + validation.path("rule").asText());
    return switch (validation.path("reason").asText("")) {
      case "FieldValueForbidden" ->
          new Cause("FieldValueForbidden", "Forbidden: " + message, field);
      case "FieldValueRequired" ->
          new Cause("FieldValueRequired", "Required value: " + message, field);
      default -> {
        String container = value.isArray() ? "\"array\"" : "\"object\"";
        String shown = value.isValueNode() ? value.toString() : container;
        yield new Cause("FieldValueInvalid", "Invalid value: " + shown + ": " + message, field);
      }
    };
  }
}
