package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaId;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SpecVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What the loader, the reference page and editors rely on in {@code drillmaster.schema.json}. */
class ConfigSchemaTest {
  private static final JsonSchemaFactory FACTORY =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);

  private final ConfigSchema schema = new ConfigSchema(ConfigLoader.schema());
  private final Map<String, JsonNode> rules = new TreeMap<>();

  ConfigSchemaTest() {
    collect("", schema.root());
  }

  private void collect(String path, JsonNode rule) {
    for (String key : ConfigSchema.keys(rule)) {
      JsonNode below = schema.property(rule, key);
      rules.put(path + key, below);
      collect(path + key + ".", below);
      collect(path + key + "[].", schema.items(below));
    }
  }

  private Map<String, JsonNode> leaves() {
    Map<String, JsonNode> leaves = new TreeMap<>(rules);
    leaves.values().removeIf(r -> r.has("properties") || schema.items(r).has("properties"));
    return leaves;
  }

  @Test
  void itIsAJsonSchemaOfTheYear2020() {
    assertThat(FACTORY.getSchema(SchemaLocation.of(SchemaId.V202012)).validate(schema.root()))
        .isEmpty();
  }

  @Test
  void everyMapForbidsUnknownKeys() {
    List<String> open = new ArrayList<>();
    rules.forEach(
        (path, rule) -> {
          if (rule.path("type").asText().equals("object")
              && rule.path("additionalProperties").asBoolean(true)) {
            open.add(path);
          }
        });
    assertThat(open).isEmpty();
    assertThat(schema.root().path("additionalProperties").asBoolean(true)).isFalse();
  }

  @Test
  void everyKeyIsExplainedAndEveryLeafHasExamples() {
    assertThat(rules)
        .allSatisfy((path, rule) -> assertThat(rule.path("description").asText()).endsWith("."));
    assertThat(leaves()).allSatisfy((path, rule) -> assertThat(rule.path("examples")).isNotEmpty());
  }

  @Test
  void defaultsAndExamplesKeepTheirOwnRules() {
    leaves()
        .forEach(
            (path, rule) -> {
              List<JsonNode> values = new ArrayList<>();
              rule.path("examples").forEach(values::add);
              if (rule.has("default")) {
                values.add(rule.get("default"));
              }
              ObjectNode alone = rule.deepCopy();
              alone.set("$defs", schema.root().get("$defs"));
              assertThat(values)
                  .allSatisfy(
                      v -> assertThat(FACTORY.getSchema(alone).validate(v)).as(path).isEmpty());
            });
  }

  @Test
  void everyDurationHasBoundsAndADefaultBetweenThem() {
    List<JsonNode> durations =
        leaves().values().stream()
            .filter(r -> r.path("pattern").asText().contains("ms|s|m|h|d"))
            .toList();
    assertThat(durations)
        .isNotEmpty()
        .allSatisfy(
            rule ->
                assertThat(Durations.parse(rule.path("default").asText()).orElseThrow())
                    .isBetween(
                        Durations.parse(rule.path("x-minimum").asText()).orElseThrow(),
                        Durations.parse(rule.path("x-maximum").asText()).orElseThrow()));
  }

  @Test
  void everyProbeCanBeSwitchedOffAndHasAnIntervalAndADeadline() {
    assertThat(schema.probes())
        .allSatisfy(
            probe ->
                assertThat(ConfigSchema.keys(schema.at(ConfigPath.of("probes", probe))))
                    .contains("enabled", "every", "deadline"));
  }
}
