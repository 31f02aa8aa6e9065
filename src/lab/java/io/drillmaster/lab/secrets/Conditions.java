package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;

/** The condition Ready, as the operator keeps it. */
final class Conditions {
  private Conditions() {}

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  static boolean isReady(ObjectNode object) {
    return ready(object).path("status").asText().equals("True");
  }

  private static JsonNode ready(ObjectNode object) {
    return object.path("status").path("conditions").path(0);
  }

  /** The time of its last transition stays while the status does. */
  static List<Map<String, String>> ready(
      ObjectNode object, boolean status, String reason, String message) {
    JsonNode before = ready(object);
    String value = status ? "True" : "False";
    String since =
        before.path("status").asText().equals(value)
            ? before.path("lastTransitionTime").asText()
            : time(Instant.now());
    return List.of(condition(value, reason, message, since));
  }

  static Map<String, String> condition(String status, String reason, String message, String since) {
    return Map.of(
        "type", "Ready",
        "status", status,
        "reason", reason,
        "message", message,
        "lastTransitionTime", since);
  }
}
