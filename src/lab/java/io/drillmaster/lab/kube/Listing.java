package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Lists with selectors and pages. A later page shows the present, not the state of the first one;
 * its token expires with the event log.
 */
final class Listing {
  private static final String EXPIRED =
      "The provided continue parameter is too old to display a consistent list result. You can"
          + " start a new list without the continue parameter, or use the continue token in this"
          + " response to retrieve the remainder of the results. Continuing with the provided"
          + " token results in an inconsistent list - objects that were created, modified, or"
          + " deleted between the time the first chunk was returned and now may show up in the"
          + " list.";

  private final Store store;

  Listing(Store store) {
    this.store = store;
  }

  /** Which objects of the type the request selects. */
  static Predicate<JsonNode> selector(ApiRequest request, ResourceType type) {
    return LabelSelector.parse(request.parameter("labelSelector"))
        .and(FieldSelector.parse(type, request.parameter("fieldSelector")));
  }

  JsonNode list(ApiRequest request, ResourceType type, Rendering rendering) {
    String namespace = request.resource().orElseThrow().namespace();
    Predicate<JsonNode> selector = selector(request, type);
    Position position = position(request.parameter("continue"));
    int limit = limit(request.parameter("limit"));
    List<ObjectNode> page = new ArrayList<>();
    ObjectNode metadata = Json.object("resourceVersion", Long.toString(position.version()));
    Key last = position.after();
    long left = 0;
    for (Map.Entry<Key, ObjectNode> entry : store.list(type.resource(), namespace).entrySet()) {
      if (entry.getKey().compareTo(position.after()) <= 0 || !selector.test(entry.getValue())) {
        continue;
      }
      if (page.size() == limit) {
        left++;
      } else {
        page.add(entry.getValue());
        last = entry.getKey();
      }
    }
    if (left > 0) {
      metadata.put("continue", token(position.version(), last)).put("remainingItemCount", left);
    }
    return rendering.list(page, metadata);
  }

  private static int limit(String parameter) {
    try {
      int limit = parameter.isEmpty() ? 0 : Integer.parseInt(parameter);
      return limit <= 0 ? Integer.MAX_VALUE : limit;
    } catch (NumberFormatException e) {
      throw StatusException.badRequest("limit is no number: " + parameter);
    }
  }

  private record Position(long version, Key after) {}

  private Position position(String token) {
    if (token.isEmpty()) {
      return new Position(store.version(), new Key("", "", ""));
    }
    String[] parts = decode(token);
    long version = Long.parseLong(parts[0]);
    if (version < store.log().oldest()) {
      throw StatusException.expired(EXPIRED);
    }
    return new Position(version, new Key(parts[1], parts[2], parts[3]));
  }

  private static String token(long version, Key key) {
    String text = String.join("\n", "" + version, key.resource(), key.namespace(), key.name());
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String[] decode(String token) {
    try {
      String text = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
      String[] parts = text.split("\n", -1);
      if (parts.length == 4 && parts[0].matches("\\d{1,18}")) {
        return parts;
      }
    } catch (IllegalArgumentException e) {
      // answered below, as any other token that is none
    }
    throw StatusException.badRequest("continue key is not valid: illegal base64 data");
  }
}
