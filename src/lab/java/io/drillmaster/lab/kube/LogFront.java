package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.Watches.Sink;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;

/** {@code kubectl logs -f}: what there is, then what comes, until the pod ends. */
final class LogFront {
  private final Store store;
  private final PodLogs logs;

  LogFront(Store store, PodLogs logs) {
    this.store = store;
    this.logs = logs;
  }

  static boolean isFollowed(ApiRequest request) {
    return request.flag("follow")
        && request.verb().equals("get")
        && request.resource().filter(path -> path.resource().equals("pods/log")).isPresent();
  }

  void open(HttpServerRequest http, ApiRequest request, ResourceType type) {
    Key key = new Call(request, type).key();
    ObjectNode pod = store.get(key).orElseThrow(() -> StatusException.notFound(type, key.name()));
    String text = logs.read(request, key, pod);
    Sink sink = WatchFront.sink(http.response());
    http.response().setChunked(true).putHeader(HttpHeaders.CONTENT_TYPE, "text/plain");
    http.response().closeHandler(v -> logs.unfollow(sink));
    http.resume();
    sink.send(text);
    if (PodLogs.isOver(pod)) {
      sink.end();
    } else {
      logs.follow(key, sink);
    }
  }
}
