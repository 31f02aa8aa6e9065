package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md equal to the schema; {@code -Dgolden.update} writes it anew. */
class ConfigurationReferenceTest {
  private static final Path DOCUMENT = Path.of("docs/configuration.md");
  private static final String HEAD =
      """
      # Configuration

      `config/drillmaster.yaml`, checked by `./drillmaster validate --config FILE`. Unknown keys, wrong types, impossible values
      and references to files or contexts that are not there are all reported at once, and nothing starts.
      Durations are written as `500ms`, `30s`, `15m`, `24h` or `7d`. Secrets are named by file, never written here.
      This page is made from `config/drillmaster.schema.json`.

      | key | meaning | type | default |
      |---|---|---|---|
      """;

  private JsonNode root;

  @Test
  void theReferenceIsThatOfTheSchema() throws IOException {
    root = new ObjectMapper().readTree(ConfigLoader.schema());
    StringBuilder page = new StringBuilder(HEAD);
    rows("", root, page);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOCUMENT, page);
    }
    assertThat(page).hasToString(Files.readString(DOCUMENT));
  }

  private void rows(String path, JsonNode rule, StringBuilder page) {
    for (Map.Entry<String, JsonNode> field : resolved(rule).path("properties").properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      JsonNode below = resolved(field.getValue());
      boolean leaf = !below.has("properties") && !resolved(below.path("items")).has("properties");
      page.append(
          "| `%s` | %s | %s | %s |%n"
              .formatted(
                  name,
                  description(field.getValue(), below),
                  type(field.getValue(), below),
                  leaf ? standard(rule, field.getKey(), field.getValue(), below) : ""));
      rows(name, below, page);
      rows(name + "[]", below.path("items"), page);
    }
  }

  private static String description(JsonNode rule, JsonNode resolved) {
    String text = rule.path("description").asText(resolved.path("description").asText(""));
    assertThat(text).as("every key has a description: " + rule).isNotBlank();
    return text;
  }

  private static String type(JsonNode rule, JsonNode resolved) {
    if (rule.has("x-minimum")) {
      return "duration, "
          + rule.get("x-minimum").asText()
          + " to "
          + rule.get("x-maximum").asText();
    }
    if (resolved.has("enum")) {
      return resolved.get("enum").toString().replaceAll("[\\[\\]\"]", "").replace(",", " or ");
    }
    return resolved.path("type").asText("");
  }

  private String standard(JsonNode parent, String key, JsonNode rule, JsonNode resolved) {
    for (JsonNode required : resolved(parent).path("required")) {
      if (required.asText().equals(key)) {
        return "required";
      }
    }
    JsonNode value = rule.has("default") ? rule.get("default") : resolved.path("default");
    return value.isMissingNode() || value.asText("x").isEmpty()
        ? ""
        : "`" + (value.isTextual() ? value.asText() : value) + "`";
  }

  private JsonNode resolved(JsonNode rule) {
    String reference = rule.path("$ref").asText("");
    return reference.isEmpty() ? rule : root.at(reference.substring(1));
  }
}
