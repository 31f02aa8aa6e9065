package io.drillmaster.web;

import java.util.Map;
import java.util.TreeMap;

/**
 * What goes back to a client.
 *
 * @param mediaType without charset
 * @param headers besides the content type
 */
record Answer(int status, String mediaType, String body, Map<String, String> headers) {
  Answer {
    headers = Map.copyOf(headers);
  }

  static Answer ok(String mediaType, String body) {
    return new Answer(200, mediaType, body, Map.of());
  }

  static Answer accepted(String mediaType, String body) {
    return new Answer(202, mediaType, body, Map.of());
  }

  Answer header(String name, String value) {
    Map<String, String> more = new TreeMap<>(headers);
    more.put(name, value);
    return new Answer(status, mediaType, body, more);
  }
}
