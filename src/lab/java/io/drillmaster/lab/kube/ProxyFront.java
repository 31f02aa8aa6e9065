package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.PodPorts.Address;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code GET /api/v1/namespaces/a/pods/b:9187/proxy/metrics}: what a pod answers at a port, through
 * the API server (Kubernetes 1.32).
 */
final class ProxyFront {
  private static final Pattern NAME =
      Pattern.compile("(?:(?<scheme>https?):)?(?<pod>[^:]+)(?::(?<port>\\d{1,5})?)?");
  private static final int USUAL_PORT = 80;
  private static final String SUBRESOURCE = "proxy";

  private final Vertx vertx;
  private final Store store;
  private final PodPorts ports;

  ProxyFront(Vertx vertx, Store store, PodPorts ports) {
    this.vertx = vertx;
    this.store = store;
    this.ports = ports;
  }

  static boolean isProxied(ApiRequest request) {
    return request.verb().equals("get")
        && request.resource().filter(path -> path.resource().equals("pods/proxy")).isPresent();
  }

  void open(HttpServerRequest http, ApiRequest request, ResourceType type) {
    ResourcePath path = request.resource().orElseThrow();
    Matcher name = NAME.matcher(path.name());
    if (!name.matches()) {
      throw StatusException.badRequest("invalid pod request \"" + path.name() + "\"");
    }
    Key pod = type.key(path.namespace(), name.group("pod"));
    String ip = address(type, pod);
    int port = Optional.ofNullable(name.group("port")).map(Integer::parseInt).orElse(USUAL_PORT);
    PodPort target = ports.at(new Address(pod, port)).orElseThrow(() -> refused(ip + ":" + port));
    http.resume();
    vertx
        .executeBlocking(
            () -> target.get(path.subresource().substring(SUBRESOURCE.length())), false)
        .onSuccess(reply -> write(http, answer(reply)))
        .onFailure(broken -> write(http, Answer.of(unreachable("EOF"))));
  }

  /** The IP of the pod, which a pod that does not run has not. */
  private String address(ResourceType type, Key pod) {
    ObjectNode object =
        store.get(pod).orElseThrow(() -> StatusException.notFound(type, pod.name()));
    String ip = object.path("status").path("podIP").asText();
    if (ip.isEmpty()) {
      throw StatusException.badRequest("address not allowed");
    }
    return ip;
  }

  private static StatusException refused(String address) {
    return unreachable("dial tcp " + address + ": connect: connection refused");
  }

  private static StatusException unreachable(String why) {
    return new StatusException(
        503, "ServiceUnavailable", "error trying to reach service: " + why, Json.object());
  }

  private static Answer answer(PodPort.Reply reply) {
    return new Answer(reply.status(), reply.contentType(), reply.body(), Map.of());
  }

  private static void write(HttpServerRequest http, Answer answer) {
    if (!http.response().closed()) {
      http.response()
          .setStatusCode(answer.code())
          .putHeader(HttpHeaders.CONTENT_TYPE, answer.contentType())
          .end(answer.body());
    }
  }
}
