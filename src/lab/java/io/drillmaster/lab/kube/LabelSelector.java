package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code labelSelector} of the API: =, ==, !=, in, notin, exists, !exists. */
final class LabelSelector {
  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");
  private static final Pattern SET = Pattern.compile("(\\S+)\\s+(in|notin)\\s*\\(([^)]*)\\)");
  private static final Pattern EQUALITY = Pattern.compile("([^=!\\s]+)\\s*(==|=|!=)\\s*([^=!]*)");
  private static final Pattern EXISTENCE = Pattern.compile("(!?)\\s*([A-Za-z0-9./_-]+)");

  private LabelSelector() {}

  /** Which objects carry such labels; all of them if the selector is empty. */
  static Predicate<JsonNode> parse(String selector) {
    Predicate<JsonNode> all = object -> true;
    for (String term : COMMA_OUTSIDE_PARENTHESES.split(selector)) {
      if (!term.isBlank()) {
        all = all.and(term(term.strip(), selector));
      }
    }
    return all;
  }

  private static Predicate<JsonNode> term(String term, String selector) {
    Matcher set = SET.matcher(term);
    if (set.matches()) {
      List<String> values = Arrays.stream(set.group(3).split(",")).map(String::strip).toList();
      return values(set.group(1), values, set.group(2).equals("in"));
    }
    Matcher equality = EQUALITY.matcher(term);
    if (equality.matches()) {
      boolean wanted = !equality.group(2).equals("!=");
      return values(equality.group(1), List.of(equality.group(3).strip()), wanted);
    }
    Matcher existence = EXISTENCE.matcher(term);
    if (existence.matches()) {
      boolean wanted = existence.group(1).isEmpty();
      return object -> labels(object).has(existence.group(2)) == wanted;
    }
    throw StatusException.badRequest(
        "unable to parse requirement: found '" + term + "' in the selector '" + selector + "'");
  }

  private static Predicate<JsonNode> values(String label, List<String> values, boolean wanted) {
    return object -> {
      JsonNode value = labels(object).path(label);
      return (value.isTextual() && values.contains(value.asText())) == wanted;
    };
  }

  private static JsonNode labels(JsonNode object) {
    return object.path("metadata").path("labels");
  }

  /** Of a {@code LabelSelector} object: {@code matchLabels} and {@code matchExpressions}. */
  static Predicate<JsonNode> of(JsonNode selector) {
    List<Predicate<JsonNode>> terms = new ArrayList<>();
    selector
        .path("matchLabels")
        .properties()
        .forEach(
            label -> terms.add(values(label.getKey(), List.of(label.getValue().asText()), true)));
    selector.path("matchExpressions").forEach(expression -> terms.add(expression(expression)));
    return terms.stream().reduce(object -> true, Predicate::and);
  }

  private static Predicate<JsonNode> expression(JsonNode expression) {
    String label = expression.path("key").asText();
    List<String> values = new ArrayList<>();
    expression.path("values").forEach(value -> values.add(value.asText()));
    return switch (expression.path("operator").asText()) {
      case "In" -> values(label, values, true);
      case "NotIn" -> values(label, values, false);
      case "Exists" -> object -> labels(object).has(label);
      default -> object -> !labels(object).has(label);
    };
  }
}
