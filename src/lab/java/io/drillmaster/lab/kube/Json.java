package io.drillmaster.lab.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** JSON trees: how the server keeps, reads and writes objects. */
final class Json {
  static final ObjectMapper MAPPER = new ObjectMapper();
  static final TypeReference<List<String>> STRINGS = new TypeReference<>() {};
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  private Json() {}

  /** An object of alternating names and values; values may be nodes, lists, maps or scalars. */
  static ObjectNode object(Object... namesAndValues) {
    ObjectNode node = MAPPER.createObjectNode();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      node.set((String) namesAndValues[i], MAPPER.valueToTree(namesAndValues[i + 1]));
    }
    return node;
  }

  static ArrayNode array() {
    return MAPPER.createArrayNode();
  }

  static ObjectNode of(Map<String, ?> map) {
    return MAPPER.valueToTree(map);
  }

  static String write(JsonNode node) {
    try {
      return MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a file beside this class. */
  static String resource(String name) {
    try (InputStream in = Json.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** One document in JSON or YAML. */
  static JsonNode read(byte[] text) throws IOException {
    int first = 0;
    while (first < text.length && Character.isWhitespace(text[first])) {
      first++;
    }
    boolean json = first < text.length && (text[first] == '{' || text[first] == '[');
    return (json ? MAPPER : YAML).readTree(text);
  }

  /** All documents of a YAML text that are objects. */
  static List<ObjectNode> documents(String yaml) {
    List<ObjectNode> documents = new ArrayList<>();
    try (MappingIterator<JsonNode> all = YAML.readerFor(JsonNode.class).readValues(yaml)) {
      while (all.hasNext()) {
        if (all.next() instanceof ObjectNode document) {
          documents.add(document);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return documents;
  }
}
