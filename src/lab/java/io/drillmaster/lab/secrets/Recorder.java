package io.drillmaster.lab.secrets;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes Events (v1), as the operator does; the same one again only counts up its time. */
final class Recorder {
  private final ApiServer api;

  Recorder(ApiServer api) {
    this.api = api;
  }

  void warn(ObjectNode about, String reason, String message) {
    record(about, "Warning", reason, message);
  }

  void tell(ObjectNode about, String reason, String message) {
    record(about, "Normal", reason, message);
  }

  private void record(ObjectNode about, String type, String reason, String message) {
    String name = about.path("metadata").path("name").asText();
    String own = about.path("metadata").path("namespace").asText();
    String namespace = own.isEmpty() ? "default" : own;
    Map<String, Object> involved = new LinkedHashMap<>();
    involved.put("apiVersion", about.path("apiVersion").asText());
    involved.put("kind", about.path("kind").asText());
    involved.put("name", name);
    involved.put("namespace", own);
    involved.put("uid", about.path("metadata").path("uid").asText());
    String id = ObjectHash.of(involved + type + reason + message).substring(0, 16);
    Map<String, Object> event = new LinkedHashMap<>();
    event.put("apiVersion", "v1");
    event.put("kind", "Event");
    event.put("metadata", Map.of("namespace", namespace, "name", name + "." + id));
    event.put("involvedObject", involved);
    event.put("type", type);
    event.put("reason", reason);
    event.put("message", message);
    long before =
        api.get("events", namespace, name + "." + id).map(e -> e.path("count").asLong()).orElse(0L);
    event.put("count", before + 1);
    event.put("lastTimestamp", Conditions.time(Instant.now()));
    event.put("source", Map.of("component", "external-secrets"));
    api.put(event);
  }
}
