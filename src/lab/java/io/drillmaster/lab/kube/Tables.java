package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;

/** Objects as a {@code Table} (meta.k8s.io/v1), which {@code kubectl get} prints. */
final class Tables {
  private final ResourceType type;
  private final String includeObject;
  private final Clock clock = Clock.systemUTC();

  /**
   * @param includeObject of the request: {@code None}, {@code Metadata} (also if empty), {@code
   *     Object}
   */
  Tables(ResourceType type, String includeObject) {
    this.type = type;
    this.includeObject = includeObject;
  }

  ObjectNode table(List<ObjectNode> objects, JsonNode metadata) {
    ObjectNode table = Json.object("kind", "Table", "apiVersion", "meta.k8s.io/v1");
    table.set("metadata", metadata);
    List<JsonNode> columns = Columns.of(type);
    ArrayNode definitions = table.putArray("columnDefinitions");
    definitions.add(definition(Json.object("name", "Name", "type", "string", "format", "name")));
    columns.forEach(column -> definitions.add(definition(column)));
    ArrayNode rows = table.putArray("rows");
    objects.forEach(object -> rows.add(row(object, columns)));
    return table;
  }

  private static ObjectNode definition(JsonNode column) {
    String type = column.path("type").asText();
    return Json.object(
        "name", column.path("name").asText(),
        "type", type.equals("date") ? "string" : type,
        "format", column.path("format").asText(""),
        "description", column.path("description").asText(""),
        "priority", column.path("priority").asInt(0));
  }

  private ObjectNode row(ObjectNode object, List<JsonNode> columns) {
    ObjectNode row = Json.object();
    ArrayNode cells = row.putArray("cells").add(Meta.name(object));
    columns.forEach(column -> cells.add(cell(object, column)));
    switch (includeObject) {
      case "None" -> {}
      case "Object" -> row.set("object", object);
      default -> {
        ObjectNode partial =
            Json.object("kind", "PartialObjectMetadata", "apiVersion", "meta.k8s.io/v1");
        partial.set("metadata", object.path("metadata"));
        row.set("object", partial);
      }
    }
    return row;
  }

  private JsonNode cell(ObjectNode object, JsonNode column) {
    String path = column.path("jsonPath").asText();
    if (path.startsWith("#")) {
      int count =
          new JsonPath(path.substring(1)).find(object).stream().mapToInt(JsonNode::size).sum();
      return Json.MAPPER.valueToTree(Integer.toString(count));
    }
    if (path.startsWith("+")) {
      int sum =
          new JsonPath(path.substring(1)).find(object).stream().mapToInt(JsonNode::asInt).sum();
      return Json.MAPPER.valueToTree(Integer.toString(sum));
    }
    if (path.contains("//")) {
      String[] paths = path.split("//");
      return Json.MAPPER.valueToTree(count(object, paths[0]) + "/" + count(object, paths[1]));
    }
    List<JsonNode> values = new JsonPath(path).find(object);
    if (values.isEmpty()) {
      return type.has(ResourceType.Trait.CUSTOM)
          ? Json.MAPPER.nullNode()
          : Json.MAPPER.valueToTree("<none>");
    }
    return switch (column.path("type").asText()) {
      case "date" -> Json.MAPPER.valueToTree(Ages.since(values.get(0).asText(), clock.instant()));
      case "string" -> Json.MAPPER.valueToTree(joined(values));
      default -> values.get(0);
    };
  }

  private static int count(ObjectNode object, String path) {
    List<JsonNode> values = new JsonPath(path).find(object);
    if (values.size() == 1 && values.get(0).isNumber()) {
      return values.get(0).asInt();
    }
    return values.size() == 1 && values.get(0).isArray() ? values.get(0).size() : values.size();
  }

  private static String joined(List<JsonNode> values) {
    return values.stream()
        .map(value -> value.isValueNode() ? value.asText() : value.toString())
        .collect(Collectors.joining(","));
  }
}
