package io.drillmaster.lab.kube;

import io.vertx.core.http.HttpServerRequest;

/** Answers that are not ready at once: watches, followed logs, what pods say themselves. */
record Streams(WatchFront watches, LogFront logs, ProxyFront proxy) {
  static boolean isStream(ApiRequest request) {
    return request.verb().equals("watch")
        || LogFront.isFollowed(request)
        || ProxyFront.isProxied(request);
  }

  /**
   * Begins to answer; refusals come before the first byte.
   *
   * @param gone tell a watch at once that its version is too old
   */
  void open(HttpServerRequest http, ApiRequest request, ResourceType type, boolean gone) {
    if (LogFront.isFollowed(request)) {
      logs.open(http, request, type);
    } else if (ProxyFront.isProxied(request)) {
      proxy.open(http, request, type);
    } else {
      watches.open(http, request, type, gone);
    }
  }
}
