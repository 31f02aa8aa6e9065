package io.drillmaster.web;

/** Media types of the API. */
final class MediaTypes {
  static final String JSON = "application/json";
  static final String TEXT = "text/plain";
  static final String HTML = "text/html";
  static final String EVENTS = "text/event-stream";
  static final String PROBLEM = "application/problem+json";

  private MediaTypes() {}

  /** With the charset where one is needed; JSON and event streams are UTF-8 by definition. */
  static String header(String mediaType) {
    return mediaType.startsWith("text/") && !mediaType.equals(EVENTS)
        ? mediaType + "; charset=utf-8"
        : mediaType;
  }
}
