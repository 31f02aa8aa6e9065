package io.drillmaster.lab.kube;

import io.vertx.core.http.HttpServerRequest;

/** Answers that go on: watches and followed logs. */
record Streams(WatchFront watches, LogFront logs) {
  static boolean isStream(ApiRequest request) {
    return request.verb().equals("watch") || LogFront.isFollowed(request);
  }

  /**
   * Begins to answer; refusals come before the first byte.
   *
   * @param gone tell a watch at once that its version is too old
   */
  void open(HttpServerRequest http, ApiRequest request, ResourceType type, boolean gone) {
    if (LogFront.isFollowed(request)) {
      logs.open(http, request, type);
    } else {
      watches.open(http, request, type, gone);
    }
  }
}
