package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Subresources that are no part of their object: {@code pods/log}, {@code serviceaccounts/token}.
 */
final class Subresources {
  private static final long SHORTEST_TOKEN_SECONDS = 600;
  private static final long USUAL_TOKEN_SECONDS = 3600;

  private final Store store;
  private final Tokens tokens;
  private final PodLogs logs;

  Subresources(Store store, Tokens tokens, PodLogs logs) {
    this.store = store;
    this.tokens = tokens;
    this.logs = logs;
  }

  /** The answer, if the request is for such a subresource. */
  Optional<Answer> answer(Call call) {
    String what = call.request().verb() + " " + call.type().group() + call.path().resource();
    return switch (what) {
      case "get pods/log" ->
          Optional.of(Answer.text(200, logs.read(call.request(), call.key(), stored(call))));
      case "create serviceaccounts/token" -> Optional.of(token(call));
      default -> Optional.empty();
    };
  }

  private ObjectNode stored(Call call) {
    return store
        .get(call.key())
        .orElseThrow(() -> StatusException.notFound(call.type(), call.path().name()));
  }

  private Answer token(Call call) {
    ObjectNode request = call.request().object();
    JsonNode spec = request.path("spec");
    List<String> audiences = new ArrayList<>();
    spec.path("audiences").forEach(audience -> audiences.add(audience.asText()));
    long seconds = spec.path("expirationSeconds").asLong(USUAL_TOKEN_SECONDS);
    if (seconds < SHORTEST_TOKEN_SECONDS) {
      throw new StatusException(
          422,
          "Invalid",
          "TokenRequest.authentication.k8s.io \"\" is invalid: spec.expirationSeconds: Invalid"
              + " value: "
              + seconds
              + ": may not specify a duration less than 10 minutes",
          Json.object());
    }
    Tokens.Issued issued =
        tokens.issue(call.key(), stored(call), audiences, Duration.ofSeconds(seconds));
    request.put("kind", "TokenRequest").put("apiVersion", "authentication.k8s.io/v1");
    Meta.of(request)
        .put("name", call.path().name())
        .put("namespace", call.path().namespace())
        .putNull("creationTimestamp");
    request.set(
        "status",
        Json.object("token", issued.token(), "expirationTimestamp", issued.expires().toString()));
    return Answer.json(201, request);
  }
}
