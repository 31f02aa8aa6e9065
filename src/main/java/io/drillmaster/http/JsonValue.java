package io.drillmaster.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A value of JSON that somebody else wrote. Nothing is taken for granted: what is not there, or of
 * another type, is empty.
 */
public final class JsonValue {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final JsonNode node;

  private JsonValue(JsonNode node) {
    this.node = node;
  }

  /** The one value that the text holds; empty where it is no JSON, or nothing, or more. */
  public static Optional<JsonValue> parse(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node.isMissingNode() ? Optional.empty() : Optional.of(new JsonValue(node));
    } catch (JsonProcessingException e) {
      return Optional.empty();
    }
  }

  /** What stands at these keys, one below the other; what is not there has nothing in it. */
  public JsonValue at(String... keys) {
    JsonNode here = node;
    for (String key : keys) {
      here = here.path(key);
    }
    return new JsonValue(here);
  }

  public boolean isThere() {
    return !node.isMissingNode() && !node.isNull();
  }

  public boolean isObject() {
    return node.isObject();
  }

  public boolean isList() {
    return node.isArray();
  }

  /** The text at these keys. */
  public Optional<String> text(String... keys) {
    JsonNode value = at(keys).node;
    return value.isTextual() ? Optional.of(value.asText()) : Optional.empty();
  }

  /** The number at these keys; a text that holds one counts, as Prometheus writes its values. */
  public OptionalDouble number(String... keys) {
    JsonNode value = at(keys).node;
    if (value.isNumber()) {
      return OptionalDouble.of(value.asDouble());
    }
    try {
      return value.isTextual()
          ? OptionalDouble.of(Double.parseDouble(value.asText()))
          : OptionalDouble.empty();
    } catch (NumberFormatException e) {
      return OptionalDouble.empty();
    }
  }

  public boolean isTrue(String... keys) {
    return at(keys).node.isBoolean() && at(keys).node.asBoolean();
  }

  /** The items of the list at these keys; none where it is no list. */
  public List<JsonValue> items(String... keys) {
    List<JsonValue> items = new ArrayList<>();
    JsonNode list = at(keys).node;
    if (list.isArray()) {
      list.forEach(item -> items.add(new JsonValue(item)));
    }
    return items;
  }

  /** The fields of the object at these keys that are texts. */
  public Map<String, String> texts(String... keys) {
    Map<String, String> texts = new LinkedHashMap<>();
    at(keys).node.properties().stream()
        .filter(field -> field.getValue().isTextual())
        .forEach(field -> texts.put(field.getKey(), field.getValue().asText()));
    return texts;
  }
}
