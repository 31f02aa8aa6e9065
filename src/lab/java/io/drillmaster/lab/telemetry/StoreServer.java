package io.drillmaster.lab.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** One store on 127.0.0.1, always on the same port, with all that can be wrong with an answer. */
final class StoreServer implements AutoCloseable {
  /** What it answers when it is well. */
  @FunctionalInterface
  interface Answers {
    Answer to(Map<String, String> parameters);
  }

  record Answer(int status, String type, String body) {}

  private static final AtomicInteger COUNT = new AtomicInteger();
  private static final long SLOW_MILLIS = 2300;

  private final String path;
  private final String token;
  private final Answers answers;
  private final int port;
  private volatile Mode mode = Mode.WELL;
  private HttpServer server;
  private ExecutorService workers;

  StoreServer(String path, String token, Answers answers) {
    this.path = path;
    this.token = token;
    this.answers = answers;
    listen(0);
    this.port = server.getAddress().getPort();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + port);
  }

  synchronized void behave(Mode next) {
    boolean wasDown = mode == Mode.DOWN;
    mode = next;
    if (next == Mode.DOWN && !wasDown) {
      stop();
    } else if (next != Mode.DOWN && wasDown) {
      listen(port);
    }
  }

  private void listen(int on) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), on), 50);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    workers =
        Executors.newCachedThreadPool(
            work -> {
              Thread thread = new Thread(work, "lab-store-" + COUNT.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    server.setExecutor(workers);
    server.createContext("/", this::serve);
    server.start();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer = answer(exchange);
      byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", answer.type());
      exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
      exchange.getResponseBody().write(body);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Answer answer(HttpExchange exchange) throws InterruptedException {
    Mode now = mode;
    switch (now) {
      case HANGING -> pause(TimeUnit.MINUTES.toMillis(1));
      case SLOW -> pause(SLOW_MILLIS);
      default -> {}
    }
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    if (now == Mode.REFUSING || !("Bearer " + token).equals(given)) {
      return new Answer(401, "text/plain", "missing auth");
    }
    if (now == Mode.HTML) {
      return new Answer(200, "text/html", "<!DOCTYPE html><html><body>Log in</body></html>");
    }
    if (now == Mode.SICK) {
      String error = "{\"status\":\"error\",\"errorType\":\"503\",\"error\":\"out of disk\"}";
      return new Answer(503, "application/json", error);
    }
    if (!exchange.getRequestURI().getPath().equals(path)) {
      return new Answer(400, "text/plain", "unsupported path requested");
    }
    Answer well = answers.to(parameters(exchange.getRequestURI().getRawQuery()));
    return switch (now) {
      case GARBAGE -> new Answer(200, well.type(), "{\"status\":\"success\",\"data\":{\"resu");
      case PARTIAL ->
          new Answer(
              well.status(), well.type(), well.body().replaceFirst("\\{", "{\"isPartial\":true,"));
      default -> well;
    };
  }

  private static void pause(long millis) throws InterruptedException {
    new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS);
  }

  private static Map<String, String> parameters(String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : query.split("&")) {
      int equals = pair.indexOf('=');
      parameters.put(
          pair.substring(0, equals),
          URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private void stop() {
    server.stop(0);
    workers.shutdownNow();
  }

  @Override
  public synchronized void close() {
    if (mode != Mode.DOWN) {
      stop();
    }
  }
}
