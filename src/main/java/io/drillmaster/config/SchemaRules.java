package io.drillmaster.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;

/** What the JSON Schema says of a configuration, in one style of sentence. */
final class SchemaRules {
  private final JsonNode root;
  private final JsonSchema schema;

  SchemaRules(String schemaText) {
    try {
      root = new ObjectMapper().readTree(schemaText);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema of the configuration is not JSON", e);
    }
    schema =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(root, SchemaValidatorsConfig.builder().build());
  }

  List<ConfigProblem> check(String file, YamlTree yaml) {
    List<ConfigProblem> problems = new ArrayList<>();
    for (ValidationMessage message : schema.validate(yaml.root())) {
      problems.add(problem(file, yaml, message));
    }
    bounds("", root, yaml.root(), file, yaml, problems);
    return problems;
  }

  private ConfigProblem problem(String file, YamlTree yaml, ValidationMessage message) {
    String path = path(message.getInstanceLocation().toString());
    JsonNode rule = resolved(message.getSchemaNode() == null ? root : schemaAt(path));
    JsonNode value = message.getInstanceNode();
    String key = message.getProperty() == null ? "" : message.getProperty();
    String keyPath = path.isEmpty() ? key : path + "." + key;
    return switch (message.getType()) {
      case "additionalProperties" ->
          at(file, yaml, keyPath, "unknown key; " + Suggestions.key(key, names(rule)));
      case "required" -> at(file, yaml, keyPath, "is missing: " + description(schemaAt(keyPath)));
      case "type" ->
          at(file, yaml, path, shown(path, value) + " is " + word(value) + "; " + expected(rule));
      case "enum" ->
          at(
              file,
              yaml,
              path,
              shown(path, value) + " is unknown; " + Suggestions.value(value, rule.path("enum")));
      case "minItems", "minLength" -> at(file, yaml, path, "must not be empty");
      default -> at(file, yaml, path, shown(path, value) + " does not fit; " + expected(rule));
    };
  }

  private static ConfigProblem at(String file, YamlTree yaml, String path, String message) {
    return new ConfigProblem(file, yaml.line(path), path, message);
  }

  /** {@code x-minimum} and {@code x-maximum} of durations, which JSON Schema cannot compare. */
  private void bounds(
      String path,
      JsonNode rule,
      JsonNode value,
      String file,
      YamlTree yaml,
      List<ConfigProblem> problems) {
    JsonNode here = resolved(rule);
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JsonNode below = here.path("properties").path(field.getKey());
        String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
        bounds(name, below, field.getValue(), file, yaml, problems);
      }
    } else if (rule.has("x-minimum") && value.isTextual()) {
      Duration low = Durations.parse(rule.get("x-minimum").asText()).orElseThrow();
      Duration high = Durations.parse(rule.get("x-maximum").asText()).orElseThrow();
      Durations.parse(value.asText())
          .filter(d -> d.compareTo(low) < 0 || d.compareTo(high) > 0)
          .ifPresent(
              d ->
                  problems.add(
                      at(
                          file,
                          yaml,
                          path,
                          shown(path, value)
                              + " is out of bounds; expected "
                              + rule.get("x-minimum").asText()
                              + " to "
                              + rule.get("x-maximum").asText())));
    }
  }

  /**
   * The schema of a path, with references resolved; missing where the schema knows no such path.
   */
  private JsonNode schemaAt(String path) {
    JsonNode here = root;
    for (String step : path.split("\\.")) {
      String name = step.replaceAll("\\[\\d+]", "");
      here = name.isEmpty() ? here : resolved(here).path("properties").path(name);
      if (step.contains("[")) {
        here = resolved(here).path("items");
      }
    }
    return here;
  }

  private JsonNode resolved(JsonNode rule) {
    String reference = rule.path("$ref").asText("");
    if (reference.isEmpty()) {
      return rule;
    }
    return root.path("$defs").path(reference.substring("#/$defs/".length()));
  }

  private static List<String> names(JsonNode rule) {
    Iterable<String> names = () -> rule.path("properties").fieldNames();
    return StreamSupport.stream(names.spliterator(), false).toList();
  }

  private static String description(JsonNode rule) {
    String text = rule.path("description").asText("");
    return text.isEmpty()
        ? "it is required"
        : Character.toLowerCase(text.charAt(0)) + text.substring(1);
  }

  private static String expected(JsonNode rule) {
    if (rule.has("x-expected")) {
      return "expected " + rule.get("x-expected").asText();
    }
    return "expected " + typeWord(rule.path("type").asText());
  }

  private static String typeWord(String type) {
    return switch (type) {
      case "object" -> "a map of keys and values";
      case "array" -> "a list";
      case "boolean" -> "true or false";
      case "integer" -> "a whole number";
      default -> "text";
    };
  }

  private static String word(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a map of keys and values";
      case ARRAY -> "a list";
      case BOOLEAN -> "true or false";
      case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number";
      case NULL -> "nothing";
      default -> "text";
    };
  }

  /** The value, unless it may be a secret or says nothing. */
  private static String shown(String path, JsonNode value) {
    if (value.isContainerNode() || value.isNull() || path.contains("token")) {
      return "this";
    }
    String text = value.asText();
    String shortened = text.length() > 60 ? text.substring(0, 57) + "..." : text;
    return "'" + shortened.replaceAll("\\p{Cntrl}", "?") + "'";
  }

  /** {@code /clusters/1/api} becomes {@code clusters[1].api}. */
  private static String path(String pointer) {
    StringBuilder path = new StringBuilder();
    for (String step : pointer.split("/")) {
      String name = step.replace("~1", "/").replace("~0", "~");
      if (name.matches("\\d+") && path.length() > 0) {
        path.append('[').append(name).append(']');
      } else if (!name.isEmpty()) {
        path.append(path.length() == 0 ? "" : ".").append(name);
      }
    }
    return path.toString();
  }

  /** Every probe that the schema knows, with its stanza. */
  Set<Map.Entry<String, JsonNode>> probes() {
    return root.path("properties").path("probes").path("properties").properties();
  }

  JsonNode root() {
    return root;
  }

  JsonNode resolve(JsonNode rule) {
    return resolved(rule);
  }
}
