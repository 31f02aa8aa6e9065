package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Keeps docs/configuration.md equal to what is; {@code -Dgolden.update} writes it anew. */
class ConfigurationReferenceTest {
  private static final Path DOCUMENT = Path.of("docs/configuration.md");
  private static final Path FAULTY = Path.of("src/test/resources/config/invalid/many-at-once.yaml");
  private static final String HEAD =
      """
      | key | meaning | type | default | example |
      |---|---|---|---|---|
      """;

  private JsonNode root;

  @Test
  void theTableIsThatOfTheSchema() throws IOException {
    root = new ObjectMapper().readTree(ConfigLoader.schema());
    StringBuilder table = new StringBuilder(HEAD);
    rows("", root, table);
    isBetween("<!-- keys -->\n", table.toString(), "<!-- end of keys -->");
  }

  @Test
  void theProblemsShownAreThoseThatAreTold() throws IOException {
    InvalidConfigException e =
        catchThrowableOfType(InvalidConfigException.class, () -> ConfigLoader.load(FAULTY));
    isBetween(
        "<!-- problems: " + FAULTY + " -->\n",
        "```text\n" + e.getMessage() + "\n```\n",
        "<!-- end of problems -->");
  }

  private static void isBetween(String begin, String content, String end) throws IOException {
    String page = Files.readString(DOCUMENT);
    int from = page.indexOf(begin) + begin.length();
    int to = page.indexOf(end);
    assertThat(page).contains(begin, end);
    if (Boolean.getBoolean("golden.update")) {
      Files.writeString(DOCUMENT, page.substring(0, from) + content + page.substring(to));
    }
    page = Files.readString(DOCUMENT);
    assertThat(page.substring(from, page.indexOf(end))).isEqualTo(content);
  }

  private void rows(String path, JsonNode rule, StringBuilder page) {
    for (Map.Entry<String, JsonNode> field : resolved(rule).path("properties").properties()) {
      String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
      JsonNode below = resolved(field.getValue());
      boolean leaf = !below.has("properties") && !resolved(below.path("items")).has("properties");
      page.append(
          "| `%s` | %s | %s | %s | %s |\n"
              .formatted(
                  name,
                  description(field.getValue(), below),
                  type(field.getValue(), below),
                  leaf ? standard(rule, field.getKey(), field.getValue(), below) : "",
                  leaf ? example(field.getValue(), below) : ""));
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
    if (resolved.path("type").asText().equals("array")) {
      return "list";
    }
    if (resolved.path("type").asText().equals("object")) {
      return "";
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

  private static String example(JsonNode rule, JsonNode resolved) {
    JsonNode examples = rule.has("examples") ? rule.get("examples") : resolved.path("examples");
    JsonNode first = examples.path(0);
    return "`" + (first.isTextual() ? first.asText() : first.toString().replace("\"", "")) + "`";
  }

  private JsonNode resolved(JsonNode rule) {
    String reference = rule.path("$ref").asText("");
    return reference.isEmpty() ? rule : root.at(reference.substring(1));
  }
}
