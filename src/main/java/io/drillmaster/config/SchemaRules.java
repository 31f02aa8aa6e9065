package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonNodePath;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.drillmaster.core.NearestWord;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What the JSON Schema says of a configuration, in one style of sentence. */
final class SchemaRules {
  private final YamlTree yaml;
  private final ConfigSchema schema;
  private final RuleWords words;
  private final Problems problems;

  SchemaRules(YamlTree yaml, ConfigSchema schema, Problems problems) {
    this.problems = problems;
    this.yaml = yaml;
    this.schema = schema;
    this.words = new RuleWords(schema, yaml);
  }

  void check() {
    JsonSchema validator =
        JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
            .getSchema(schema.root(), SchemaValidatorsConfig.builder().build());
    validator.validate(yaml.root()).forEach(this::problem);
    bounds(ConfigPath.ROOT, schema.root(), yaml.root());
  }

  private void problem(ValidationMessage message) {
    ConfigPath path = path(message.getInstanceLocation());
    String key = message.getProperty() == null ? "" : message.getProperty();
    switch (message.getType()) {
      case "additionalProperties" -> unknown(path, key);
      case "required" -> problems.add(path.key(key), words.missing(path.key(key)));
      case "type" -> problems.add(path, words.wrongType(path));
      case "enum" -> problems.add(path, words.notOneOf(path));
      case "minItems", "minLength" -> problems.add(path, "must not be empty");
      case "maxLength", "maxItems" -> problems.add(path, words.tooLong(path));
      case "uniqueItems" -> problems.add(path, "holds a value twice; each one stands once");
      case "minimum", "maximum" -> problems.add(path, words.outOfBounds(path));
      default -> problems.add(path, words.doesNotFit(path));
    }
  }

  private void unknown(ConfigPath path, String key) {
    List<String> known = ConfigSchema.keys(schema.at(path));
    boolean near = NearestWord.to(key, known).isPresent();
    if (key.equals("<<")) {
      problems.add(path.key(key), "keys cannot be merged (<<) here; write them out");
    } else if (ConfigPath.isName(key) && (near || !schema.isSecret(path))) {
      problems.add(path.key(key), "unknown key; " + Suggestions.of(key, known));
    } else {
      problems.addAt(
          yaml.line(path.key(key)),
          path,
          "has an unknown key (not shown: it may be a value); is there a blank behind each colon?");
    }
  }

  /** JSON Schema cannot compare durations. */
  private void bounds(ConfigPath path, JsonNode rule, JsonNode value) {
    if (value.isObject()) {
      for (Map.Entry<String, JsonNode> field : value.properties()) {
        JsonNode below = schema.property(rule, field.getKey());
        bounds(path.key(field.getKey()), below, field.getValue());
      }
    } else if (value.isArray()) {
      for (int i = 0; i < value.size(); i++) {
        bounds(path.item(i), schema.items(rule), value.get(i));
      }
    } else if (ConfigSchema.isDuration(rule) && value.isTextual()) {
      Duration low = Durations.parse(rule.get("x-minimum").asText()).orElseThrow();
      Duration high = Durations.parse(rule.get("x-maximum").asText()).orElseThrow();
      Durations.parse(value.asText())
          .filter(given -> given.compareTo(low) < 0 || given.compareTo(high) > 0)
          .ifPresent(given -> problems.add(path, words.outOfBounds(path)));
    }
  }

  private static ConfigPath path(JsonNodePath location) {
    ConfigPath path = ConfigPath.ROOT;
    for (int i = 0; i < location.getNameCount(); i++) {
      Object step = location.getElement(i);
      path = step instanceof Integer position ? path.item(position) : path.key(step.toString());
    }
    return path;
  }
}
