package io.drillmaster.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;

/**
 * The JSON Schema (2020-12) of the configuration as a tree: which rule holds at which path. Beside
 * the standard keywords it uses {@code x-minimum} and {@code x-maximum} (bounds of durations),
 * {@code x-expected} (words for messages) and {@code x-secret} (nothing below is ever shown).
 */
final class ConfigSchema {
  private static final String DEFINITIONS = "#/$defs/";

  private final JsonNode root;

  ConfigSchema(String text) {
    try {
      root = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the schema of the configuration is not JSON", e);
    }
  }

  JsonNode root() {
    return root;
  }

  /** The rule of a path; missing where the schema knows no such path. */
  JsonNode at(ConfigPath path) {
    JsonNode here = root;
    for (Object step : path.steps()) {
      here = step instanceof Integer ? items(here) : property(here, step.toString());
    }
    return here;
  }

  /** The rule of a key; what stands beside a reference wins over what it refers to. */
  JsonNode property(JsonNode rule, String key) {
    return resolved(rule.path("properties").path(key));
  }

  JsonNode items(JsonNode rule) {
    return resolved(rule.path("items"));
  }

  private JsonNode resolved(JsonNode rule) {
    if (!rule.isObject() || !rule.has("$ref")) {
      return rule;
    }
    String reference = rule.get("$ref").asText();
    JsonNode target = root.path("$defs").path(reference.substring(DEFINITIONS.length()));
    if (!reference.startsWith(DEFINITIONS) || !target.isObject()) {
      throw new IllegalStateException("the schema of the configuration has no " + reference);
    }
    ObjectNode merged = target.deepCopy();
    rule.properties().stream()
        .filter(keyword -> !keyword.getKey().equals("$ref"))
        .forEach(keyword -> merged.set(keyword.getKey(), keyword.getValue()));
    return merged;
  }

  /** The keys that a map may have, in the order of the schema. */
  static List<String> keys(JsonNode rule) {
    List<String> keys = new ArrayList<>();
    rule.path("properties").fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  /** Every probe that the schema knows. */
  List<String> probes() {
    return keys(property(root, "probes"));
  }

  static boolean isDuration(JsonNode rule) {
    return rule.has("x-minimum");
  }

  /** Whether a value at this path, or below it, may be a secret. */
  boolean isSecret(ConfigPath path) {
    JsonNode here = root;
    for (Object step : path.steps()) {
      here = step instanceof Integer ? items(here) : property(here, step.toString());
      if (here.path("x-secret").asBoolean()) {
        return true;
      }
    }
    return here == MissingNode.getInstance();
  }
}
