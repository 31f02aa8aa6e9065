package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Objects as sets of fields: which lists have named items, which leaves there are. */
final class Fields {
  private static final List<String> OWNED_METADATA =
      List.of("labels", "annotations", "finalizers", "ownerReferences");

  private final ResourceType type;

  Fields(ResourceType type) {
    this.type = type;
  }

  /**
   * The fields that name the items of the list at this path; empty if it is replaced as a whole.
   */
  Optional<List<String>> keys(FieldPath path, JsonNode list) {
    if (list.isEmpty() || !list.get(0).isObject()) {
      return Optional.empty();
    }
    if (!type.has(ResourceType.Trait.CUSTOM) || path.steps().get(0).equals("metadata")) {
      String name = path.steps().get(path.steps().size() - 1);
      return StrategicMerge.keyOf(name, list).map(List::of);
    }
    JsonNode keys = schema(path).path("x-kubernetes-list-map-keys");
    List<String> names = Json.MAPPER.convertValue(keys, Json.STRINGS);
    return Optional.ofNullable(names).filter(found -> !found.isEmpty());
  }

  private JsonNode schema(FieldPath path) {
    JsonNode schema = type.shape().schema().orElseGet(Json::array);
    for (String step : path.steps()) {
      schema = step.startsWith("[") ? schema.path("items") : schema.path("properties").path(step);
    }
    return schema;
  }

  /** The step to one item of a keyed list: {@code [name="web"]}. */
  static String step(List<String> keys, JsonNode item) {
    return keys.stream()
        .map(key -> key + "=" + item.path(key))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /** Every leaf that someone can own, with its value. */
  Map<FieldPath, JsonNode> leaves(ObjectNode object) {
    Map<FieldPath, JsonNode> leaves = new LinkedHashMap<>();
    for (var field : object.properties()) {
      FieldPath path = FieldPath.ROOT.then(field.getKey());
      if (field.getKey().equals("metadata")) {
        OWNED_METADATA.stream()
            .filter(field.getValue()::has)
            .forEach(name -> collect(path.then(name), field.getValue().get(name), leaves));
      } else if (!List.of("apiVersion", "kind").contains(field.getKey())) {
        collect(path, field.getValue(), leaves);
      }
    }
    return leaves;
  }

  private void collect(FieldPath path, JsonNode value, Map<FieldPath, JsonNode> leaves) {
    if (value instanceof ObjectNode object && !object.isEmpty()) {
      object
          .properties()
          .forEach(field -> collect(path.then(field.getKey()), field.getValue(), leaves));
    } else if (value instanceof ArrayNode list && keys(path, list).isPresent()) {
      List<String> keys = keys(path, list).orElseThrow();
      list.forEach(item -> collect(path.then(step(keys, item)), item, leaves));
    } else {
      leaves.put(path, value);
    }
  }

  /** The live object with what is applied in it; neither is altered. */
  ObjectNode merge(ObjectNode live, ObjectNode applied) {
    return (ObjectNode) merge(FieldPath.ROOT, live, applied);
  }

  private JsonNode merge(FieldPath path, JsonNode live, JsonNode applied) {
    if (live instanceof ObjectNode old && applied instanceof ObjectNode object) {
      ObjectNode result = old.deepCopy();
      for (var field : object.properties()) {
        FieldPath place = path.then(field.getKey());
        result.set(field.getKey(), merge(place, old.path(field.getKey()), field.getValue()));
      }
      return result;
    }
    if (live instanceof ArrayNode old && applied instanceof ArrayNode list) {
      Optional<List<String>> keys = keys(path, list);
      return keys.isPresent() ? merge(path, old, list, keys.get()) : list.deepCopy();
    }
    return applied.deepCopy();
  }

  private ArrayNode merge(FieldPath path, ArrayNode live, ArrayNode applied, List<String> keys) {
    ArrayNode result = live.deepCopy();
    for (JsonNode item : applied) {
      String step = step(keys, item);
      int at = indexOf(result, keys, step);
      if (at < 0) {
        result.add(item.deepCopy());
      } else {
        result.set(at, merge(path.then(step), result.get(at), item));
      }
    }
    return result;
  }

  private static int indexOf(ArrayNode list, List<String> keys, String step) {
    for (int i = 0; i < list.size(); i++) {
      if (step(keys, list.get(i)).equals(step)) {
        return i;
      }
    }
    return -1;
  }

  /** Removes a leaf, and what becomes empty around it. */
  void remove(ObjectNode object, FieldPath path) {
    remove(FieldPath.ROOT, object, path.steps());
  }

  private void remove(FieldPath at, JsonNode node, List<String> steps) {
    String step = steps.get(0);
    List<String> rest = steps.subList(1, steps.size());
    if (node instanceof ObjectNode object) {
      if (!rest.isEmpty()) {
        remove(at.then(step), object.path(step), rest);
      }
      if (rest.isEmpty() || object.path(step).isContainerNode() && object.path(step).isEmpty()) {
        object.remove(step);
      }
    } else if (node instanceof ArrayNode list && keys(at, list).isPresent()) {
      int index = indexOf(list, keys(at, list).orElseThrow(), step);
      if (index >= 0 && !rest.isEmpty()) {
        removeFromItem(at.then(step), list, index, rest);
      }
    }
  }

  /** Keys go last: an item that has nothing but its keys goes away as a whole. */
  private void removeFromItem(FieldPath at, ArrayNode list, int index, List<String> rest) {
    JsonNode item = list.get(index);
    boolean key =
        rest.size() == 1 && at.steps().get(at.steps().size() - 1).contains(rest.get(0) + "=");
    if (!key) {
      remove(at, item, rest);
    } else if (item.size() == 1) {
      list.remove(index);
    }
  }
}
