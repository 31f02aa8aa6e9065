package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drillmaster.core.NearestWord;
import java.util.ArrayList;
import java.util.List;

/** What is allowed, and which of it somebody who mistyped may have meant. */
final class Suggestions {
  private Suggestions() {}

  static String key(String written, List<String> allowed) {
    return NearestWord.to(written, allowed)
        .map(word -> "did you mean " + word + "?")
        .orElse("expected one of " + String.join(", ", allowed));
  }

  static String value(JsonNode written, JsonNode allowed) {
    List<String> values = new ArrayList<>();
    allowed.forEach(node -> values.add(node.asText()));
    return key(written.asText(), values);
  }
}
