package io.drillmaster.lab.kube;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Where the server listens: TLS on 127.0.0.1, a free port, HTTP/1.1. */
final class HttpEndpoint {
  private static final String HOST = "127.0.0.1";
  private static final int LONGEST_HEADERS = 64 * 1024;

  private final HttpServer http;
  private final Set<HttpConnection> connections = ConcurrentHashMap.newKeySet();

  HttpEndpoint(Vertx vertx, SelfSignedCertificate certificate, HttpFront front) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(HOST)
            .setPort(0)
            .setSsl(true)
            .setKeyCertOptions(certificate.options())
            .setMaxHeaderSize(LONGEST_HEADERS);
    HttpServer server = vertx.createHttpServer(options);
    server.connectionHandler(this::opened);
    server.requestHandler(front::handle);
    http = Loop.await(server.listen().toCompletionStage().toCompletableFuture());
  }

  private void opened(HttpConnection connection) {
    connections.add(connection);
    connection.closeHandler(v -> connections.remove(connection));
  }

  String url() {
    return "https://" + HOST + ":" + http.actualPort();
  }

  void cut() {
    new ArrayList<>(connections).forEach(HttpConnection::close);
  }
}
