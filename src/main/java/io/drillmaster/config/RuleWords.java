package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The sentences about values that do not keep a rule of the schema: value, rule, suggestion. */
final class RuleWords {
  private static final int SHOWN = 60;

  private final ConfigSchema schema;
  private final YamlTree yaml;

  RuleWords(ConfigSchema schema, YamlTree yaml) {
    this.schema = schema;
    this.yaml = yaml;
  }

  String missing(ConfigPath path) {
    String text = schema.at(path).path("description").asText("it is required.");
    String sentence = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    return "is missing: " + Character.toLowerCase(sentence.charAt(0)) + sentence.substring(1);
  }

  String wrongType(ConfigPath path) {
    JsonNode value = yaml.at(path);
    if (value.isNull()) {
      return "has no value; " + expected(path) + suggestion(path);
    }
    return shown(path) + " is " + word(value) + "; " + expected(path) + suggestion(path);
  }

  String doesNotFit(ConfigPath path) {
    return shown(path) + " does not fit; " + expected(path) + suggestion(path);
  }

  String notOneOf(ConfigPath path) {
    List<String> values = new ArrayList<>();
    schema.at(path).path("enum").forEach(value -> values.add(value.asText()));
    return shown(path) + " is unknown; " + Suggestions.of(yaml.at(path).asText(), values);
  }

  String tooLong(ConfigPath path) {
    JsonNode rule = schema.at(path);
    return rule.has("maxLength")
        ? "is longer than " + rule.get("maxLength").asText() + " characters"
        : "has more than " + rule.path("maxItems").asText() + " entries";
  }

  String outOfBounds(ConfigPath path) {
    JsonNode rule = schema.at(path);
    String low = rule.path(ConfigSchema.isDuration(rule) ? "x-minimum" : "minimum").asText();
    String high = rule.path(ConfigSchema.isDuration(rule) ? "x-maximum" : "maximum").asText();
    return shown(path) + " is out of bounds; expected " + low + " to " + high;
  }

  /** The value in quotes as it was written, unless it may be a secret or is no single line. */
  String shown(ConfigPath path) {
    boolean leaf = !schema.at(path).path("type").asText().matches("object|array|");
    Optional<String> text = yaml.written(path).filter(t -> t.lines().count() == 1);
    if (text.isEmpty() || !leaf || schema.isSecret(path)) {
      return "this";
    }
    String all = text.get();
    String clipped = all.length() > SHOWN ? all.substring(0, SHOWN - 3) + "..." : all;
    return "'" + clipped.replaceAll("\\p{C}", "?") + "'";
  }

  private String expected(ConfigPath path) {
    JsonNode rule = schema.at(path);
    if (rule.has("x-expected")) {
      return "expected " + rule.get("x-expected").asText();
    }
    return "expected "
        + switch (rule.path("type").asText()) {
          case "object" -> "a map of keys and values";
          case "array" -> "a list";
          case "boolean" -> "true or false";
          case "integer" -> "a whole number";
          case "number" -> "a number";
          default -> "text";
        };
  }

  private String suggestion(ConfigPath path) {
    JsonNode rule = schema.at(path);
    String text = yaml.written(path).orElse("");
    if (schema.isSecret(path) || yaml.at(path).isNull()) {
      return "";
    }
    if (ConfigSchema.isDuration(rule)) {
      return Durations.meant(text).map(meant -> "; did you mean " + meant + "?").orElse("");
    }
    boolean textIsWanted = rule.path("type").asText().equals("string");
    if (textIsWanted && !yaml.at(path).isTextual() && text.matches(pattern(rule))) {
      return "; if '" + text + "' is meant as text, put it into quotes";
    }
    return "";
  }

  private static String pattern(JsonNode rule) {
    return rule.path("pattern").asText(".+");
  }

  private static String word(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "a map of keys and values";
      case ARRAY -> "a list";
      case BOOLEAN -> "true or false";
      case NUMBER -> value.isIntegralNumber() ? "a whole number" : "a number";
      default -> "text";
    };
  }
}
