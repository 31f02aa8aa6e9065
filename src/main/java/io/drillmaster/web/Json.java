package io.drillmaster.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The parts that the JSON documents share. A key is always there; what is not known is null. Times
 * are ISO 8601 in UTC, spans are seconds.
 */
final class Json {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private Json() {}

  static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  static <T> ArrayNode array(Collection<T> items, Function<T, JsonNode> shape) {
    ArrayNode array = JsonNodeFactory.instance.arrayNode();
    items.forEach(item -> array.add(shape.apply(item)));
    return array;
  }

  static ArrayNode texts(List<String> texts) {
    return array(texts, JsonNodeFactory.instance::textNode);
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static String time(Optional<Instant> instant) {
    return instant.map(Json::time).orElse(null);
  }

  static BigDecimal seconds(Duration span) {
    return BigDecimal.valueOf(span.toMillis(), 3);
  }

  static BigDecimal seconds(Optional<Duration> span) {
    return span.map(Json::seconds).orElse(null);
  }

  static ObjectNode finding(Finding finding) {
    return object()
        .put("code", finding.code())
        .put("severity", finding.severity().name())
        .put("sentence", finding.sentence())
        .put("expected", finding.expected())
        .put("observed", finding.observed())
        .put("next", finding.next())
        .put("runbook", finding.runbook())
        .put("cause", finding.cause().map(Object::toString).orElse(null));
  }

  static ObjectNode check(Check check) {
    return object()
        .put("name", check.name())
        .put("status", check.status().name())
        .put("expected", check.expected())
        .put("observed", check.observed())
        .set("finding", check.finding().<JsonNode>map(Json::finding).orElse(null));
  }

  static ArrayNode statuses(List<Status> statuses) {
    return texts(statuses.stream().map(Status::name).toList());
  }

  /** Indented, for documents that people read too. */
  static String pretty(JsonNode node) {
    return written(node, true) + "\n";
  }

  /** On one line. */
  static String compact(JsonNode node) {
    return written(node, false);
  }

  private static String written(JsonNode node, boolean indented) {
    try {
      return indented
          ? MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(node)
          : MAPPER.writeValueAsString(node);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a tree that was built here cannot be written", e);
    }
  }
}
