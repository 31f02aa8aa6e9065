package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.drillmaster.lab.kube.ApiServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Objects in YAML with <code>${names}</code> for what differs from one to the next. */
final class Template {
  private static final Pattern NAME = Pattern.compile("\\$\\{(\\w+)\\}");
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final ObjectReader OBJECTS = new ObjectMapper(new YAMLFactory()).readerFor(OBJECT);

  private final String text;
  private final Map<String, String> values = new TreeMap<>();

  private Template(String text) {
    this.text = text;
  }

  /**
   * @param name of a file in the folder {@code cnpg}, without its ending
   */
  static Template of(String name) {
    try (InputStream in = Template.class.getResourceAsStream("/cnpg/" + name + ".yaml.template")) {
      return new Template(new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Template with(String name, String value) {
    values.put(name, value);
    return this;
  }

  /** With a list, a map or null, in JSON. */
  Template withJson(String name, Object value) {
    try {
      return with(name, JSON.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Stores its objects as they are; fields without a value are left out. */
  void put(ApiServer api) {
    String yaml =
        NAME.matcher(text).replaceAll(found -> Matcher.quoteReplacement(value(found.group(1))));
    try (MappingIterator<Map<String, Object>> all = OBJECTS.readValues(yaml)) {
      while (all.hasNext()) {
        api.put(withoutNulls(all.next()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Map<String, Object> withoutNulls(Map<String, Object> object) {
    Map<String, Object> kept = new LinkedHashMap<>();
    object.forEach(
        (name, value) -> {
          if (value instanceof Map<?, ?> map) {
            kept.put(name, withoutNulls(JSON.convertValue(map, OBJECT)));
          } else if (value != null) {
            kept.put(name, value);
          }
        });
    return kept;
  }

  private String value(String name) {
    String value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("nothing was said about " + name);
    }
    return value;
  }
}
