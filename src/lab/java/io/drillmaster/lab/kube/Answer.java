package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** What the server answers to one request. */
record Answer(int code, String contentType, String body, Map<String, String> headers) {
  static Answer json(int code, JsonNode body) {
    return new Answer(code, "application/json", Json.write(body), Map.of());
  }

  static Answer text(int code, String body) {
    return new Answer(code, "text/plain; charset=utf-8", body, Map.of());
  }

  static Answer of(StatusException refusal) {
    return json(refusal.code(), refusal.status());
  }

  Answer with(String header, String value) {
    return new Answer(code, contentType, body, Map.of(header, value));
  }
}
