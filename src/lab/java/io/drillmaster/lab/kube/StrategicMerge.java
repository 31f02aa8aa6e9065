package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Strategic merge patches of built-in kinds, for the lists that the lab's objects have. */
final class StrategicMerge {
  private static final String DIRECTIVE = "$patch";
  private static final String DELETE_PRIMITIVES = "$deleteFromPrimitiveList/";

  /** Field of a list to the field that names its items (patchMergeKey of the API types). */
  private static final Map<String, String> KEYS =
      Map.ofEntries(
          Map.entry("containers", "name"),
          Map.entry("initContainers", "name"),
          Map.entry("volumes", "name"),
          Map.entry("env", "name"),
          Map.entry("volumeMounts", "mountPath"),
          Map.entry("ports", "port"),
          Map.entry("conditions", "type"),
          Map.entry("ownerReferences", "uid"),
          Map.entry("imagePullSecrets", "name"),
          Map.entry("secrets", "name"),
          Map.entry("hostAliases", "ip"));

  private StrategicMerge() {}

  static ObjectNode merge(ObjectNode old, ObjectNode patch) {
    if (patch.path(DIRECTIVE).asText().equals("replace")) {
      ObjectNode replaced = patch.deepCopy();
      replaced.remove(DIRECTIVE);
      return replaced;
    }
    ObjectNode result = old.deepCopy();
    patch.properties().forEach(field -> merge(result, field.getKey(), field.getValue()));
    return result;
  }

  private static void merge(ObjectNode result, String name, JsonNode value) {
    if (name.startsWith(DELETE_PRIMITIVES)) {
      removeAll(result.path(name.substring(DELETE_PRIMITIVES.length())), value);
    } else if (value.isNull()) {
      result.remove(name);
    } else if (name.startsWith("$")) {
      return;
    } else if (value instanceof ObjectNode patch) {
      ObjectNode old =
          result.get(name) instanceof ObjectNode object ? object : Json.MAPPER.createObjectNode();
      result.set(name, merge(old, patch));
    } else if (value instanceof ArrayNode patch) {
      result.set(name, list(name, result.path(name), patch));
    } else {
      result.set(name, value);
    }
  }

  private static JsonNode list(String name, JsonNode old, ArrayNode patch) {
    if (name.equals("finalizers")) {
      ArrayNode union = old instanceof ArrayNode list ? list.deepCopy() : Json.array();
      patch.forEach(item -> addIfAbsent(union, item));
      return union;
    }
    Optional<String> key = keyOf(name, patch);
    if (key.isEmpty()) {
      return patch;
    }
    ArrayNode result = old instanceof ArrayNode list ? list.deepCopy() : Json.array();
    patch.forEach(item -> mergeItem(result, key.get(), item));
    return result;
  }

  /** The field that names the items of this list; empty if the list is replaced as a whole. */
  static Optional<String> keyOf(String name, JsonNode patch) {
    boolean ofContainer = name.equals("ports") && patch.findValue("containerPort") != null;
    return ofContainer ? Optional.of("containerPort") : Optional.ofNullable(KEYS.get(name));
  }

  private static void mergeItem(ArrayNode list, String key, JsonNode item) {
    for (int i = 0; i < list.size(); i++) {
      if (list.get(i).path(key).equals(item.path(key)) && item instanceof ObjectNode patch) {
        if (patch.path(DIRECTIVE).asText().equals("delete")) {
          list.remove(i);
        } else {
          list.set(i, merge((ObjectNode) list.get(i), patch));
        }
        return;
      }
    }
    if (!item.path(DIRECTIVE).asText().equals("delete") && !item.path(key).isMissingNode()) {
      list.add(item);
    }
  }

  private static void addIfAbsent(ArrayNode list, JsonNode item) {
    for (JsonNode present : list) {
      if (present.equals(item)) {
        return;
      }
    }
    list.add(item);
  }

  private static void removeAll(JsonNode list, JsonNode items) {
    if (list instanceof ArrayNode array) {
      for (JsonNode item : items) {
        for (int i = array.size() - 1; i >= 0; i--) {
          if (array.get(i).equals(item)) {
            array.remove(i);
          }
        }
      }
    }
  }
}
