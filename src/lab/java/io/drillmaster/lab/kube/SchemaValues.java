package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** What a schema says about one value, without what is in it (apiextensions.k8s.io/v1). */
final class SchemaValues {
  private static final String INVALID = "FieldValueInvalid";

  private SchemaValues() {}

  /** The type of a value as it is named in errors; numbers without fraction are integers. */
  private static String typeOf(JsonNode value) {
    return switch (value.getNodeType()) {
      case OBJECT -> "object";
      case ARRAY -> "array";
      case STRING -> "string";
      case BOOLEAN -> "boolean";
      case NUMBER -> isInteger(value) ? "integer" : "number";
      default -> "null";
    };
  }

  private static boolean isInteger(JsonNode value) {
    return value.isIntegralNumber() || value.decimalValue().stripTrailingZeros().scale() <= 0;
  }

  static boolean hasType(JsonNode schema, JsonNode value) {
    String wanted = schema.path("type").asText("");
    String actual = typeOf(value);
    if (schema.path("x-kubernetes-int-or-string").asBoolean()) {
      return actual.equals("integer") || actual.equals("string");
    }
    if (value.isNull()) {
      return schema.path("nullable").asBoolean() || wanted.isEmpty();
    }
    return wanted.isEmpty()
        || wanted.equals(actual)
        || wanted.equals("number") && actual.equals("integer");
  }

  static StatusException.Cause wrongType(JsonNode schema, JsonNode value, String path) {
    String wanted = schema.path("type").asText("integer or string");
    String actual = typeOf(value);
    String text =
        "Invalid value: \"%s\": %s in body must be of type %s: \"%s\""
            .formatted(actual, path, wanted, actual);
    return new StatusException.Cause("FieldValueTypeInvalid", text, path);
  }

  /** Violations of a value that has the right type. */
  static List<StatusException.Cause> check(JsonNode schema, JsonNode value, String path) {
    List<StatusException.Cause> causes = new ArrayList<>();
    enumeration(schema, value, path, causes);
    if (value.isTextual()) {
      text(schema, value.asText(), path, causes);
    } else if (value.isNumber()) {
      number(schema, value, path, causes);
    } else if (value.isContainerNode()) {
      size(schema, value, path, causes);
    }
    return causes;
  }

  private static void enumeration(
      JsonNode schema, JsonNode value, String path, List<StatusException.Cause> causes) {
    List<String> supported = new ArrayList<>();
    for (JsonNode one : schema.path("enum")) {
      if (one.equals(value)) {
        return;
      }
      supported.add("\"" + one.asText() + "\"");
    }
    if (!supported.isEmpty()) {
      String text =
          "Unsupported value: %s: supported values: %s"
              .formatted(value, String.join(", ", supported));
      causes.add(new StatusException.Cause("FieldValueNotSupported", text, path));
    }
  }

  private static void text(
      JsonNode schema, String value, String path, List<StatusException.Cause> causes) {
    String quoted = "\"" + value + "\"";
    String pattern = schema.path("pattern").asText("");
    if (!pattern.isEmpty() && !Pattern.compile(pattern).matcher(value).find()) {
      causes.add(invalid(quoted, path, "should match '" + pattern + "'"));
    }
    long length = value.codePoints().count();
    if (schema.has("minLength") && length < schema.path("minLength").asLong()) {
      String rule = "should be at least " + schema.path("minLength").asLong() + " chars long";
      causes.add(invalid(quoted, path, rule));
    }
    if (schema.has("maxLength") && length > schema.path("maxLength").asLong()) {
      String text =
          "Too long: may not be more than " + schema.path("maxLength").asLong() + " bytes";
      causes.add(new StatusException.Cause("FieldValueTooLong", text, path));
    }
  }

  private static void number(
      JsonNode schema, JsonNode value, String path, List<StatusException.Cause> causes) {
    bound(schema, "minimum", "exclusiveMinimum", value, 1)
        .forEach(rule -> causes.add(invalid(value.toString(), path, rule)));
    bound(schema, "maximum", "exclusiveMaximum", value, -1)
        .forEach(rule -> causes.add(invalid(value.toString(), path, rule)));
  }

  private static List<String> bound(
      JsonNode schema, String name, String exclusive, JsonNode value, int side) {
    if (!schema.has(name)) {
      return List.of();
    }
    int order = value.decimalValue().compareTo(schema.path(name).decimalValue()) * side;
    boolean strict = schema.path(exclusive).asBoolean();
    String than = side > 0 ? "greater than " : "less than ";
    String rule = "should be " + than + (strict ? "" : "or equal to ") + schema.path(name);
    return order < 0 || strict && order == 0 ? List.of(rule) : List.of();
  }

  private static void size(
      JsonNode schema, JsonNode value, String path, List<StatusException.Cause> causes) {
    String what = value.isArray() ? "Items" : "Properties";
    JsonNode least = schema.path("min" + what);
    JsonNode most = schema.path("max" + what);
    String things = value.isArray() ? "items" : "properties";
    if (least.isNumber() && value.size() < least.asInt()) {
      String rule = "should have at least " + least.asInt() + " " + things;
      causes.add(invalid(Integer.toString(value.size()), path, rule));
    }
    if (most.isNumber() && value.size() > most.asInt()) {
      String text =
          "Too many: %d: must have at most %d items".formatted(value.size(), most.asInt());
      causes.add(new StatusException.Cause("FieldValueTooMany", text, path));
    }
  }

  private static StatusException.Cause invalid(String value, String path, String rule) {
    String text = "Invalid value: %s: %s in body %s".formatted(value, path, rule);
    return new StatusException.Cause(INVALID, text, path);
  }
}
