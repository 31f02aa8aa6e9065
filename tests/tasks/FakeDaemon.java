import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A daemon for the tests of the task client: the name of a cluster decides how its runs behave.
 * Usage: java FakeDaemon DIRECTORY; writes port and requests (a line each) into it. The token is
 * the word in DIRECTORY/token.
 */
public final class FakeDaemon {
  private static final Map<String, Integer> EXIT_CODES =
      Map.of("good", 0, "bad", 1, "blind", 2, "residue", 3, "cut", 0, "flaky", 0, "slow", 0, "dirty", 0);

  private final Path directory;
  private final String token;
  private final Map<String, Boolean> cancelled = new ConcurrentHashMap<>();
  private final Map<String, Integer> streams = new ConcurrentHashMap<>();
  private final Map<String, Long> cancelledAt = new ConcurrentHashMap<>();
  private final Map<String, String> keys = new ConcurrentHashMap<>();

  private FakeDaemon(Path directory) throws IOException {
    this.directory = directory;
    this.token = Files.readString(directory.resolve("token")).strip();
  }

  public static void main(String[] args) throws IOException {
    FakeDaemon daemon = new FakeDaemon(Path.of(args[0]));
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(Executors.newCachedThreadPool());
    server.createContext("/api/v1/", daemon::handle);
    server.start();
    Path port = daemon.directory.resolve("port.new");
    Files.writeString(port, Integer.toString(server.getAddress().getPort()));
    Files.move(port, daemon.directory.resolve("port"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String method = exchange.getRequestMethod();
    String path = exchange.getRequestURI().getPath().substring("/api/v1".length());
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    note(method + " " + exchange.getRequestURI() + " " + body + (authorization == null ? "" : " token"));
    try (exchange) {
      if (authorization != null && !authorization.equals("Bearer " + token)
          || authorization == null && !method.equals("GET")) {
        problem(exchange, 401, "The token is not accepted.", "");
      } else if (path.matches("/clusters/[^/]+/status")) {
        status(exchange, path.split("/")[2]);
      } else if (path.equals("/runs")) {
        text(exchange, 200, "history " + exchange.getRequestURI().getQuery() + "\n");
      } else if (path.matches("/clusters/[^/]+/runs") && method.equals("POST")) {
        start(exchange, path.split("/")[2], body);
      } else if (path.startsWith("/runs/")) {
        run(exchange, method, path.split("/")[2], path.replaceFirst("/runs/[^/]+", ""));
      } else {
        problem(exchange, 404, "There is no such page.", "");
      }
    }
  }

  private void status(HttpExchange exchange, String cluster) throws IOException {
    switch (cluster) {
      case "closed" -> {
        if (exchange.getRequestHeaders().getFirst("Authorization") == null) {
          problem(exchange, 401, "Reads need a token.", "");
        } else {
          text(exchange, 200, wantsText(exchange) ? "Backups on closed\n" : "{\"status\":\"WARNING\"}");
        }
      }
      case "unknown" -> problem(exchange, 404, "There is no cluster of that name.", "task dr:status CLUSTER=good");
      case "broken" -> problem(exchange, 503, "The daemon is ending.", "");
      default -> {
        if (wantsText(exchange)) {
          boolean coloured = "always".equals(exchange.getRequestHeaders().getFirst("Drillmaster-Color"));
          text(exchange, 200, "Backups on " + cluster + (coloured ? " in colour" : "") + "\n");
        } else {
          String status = cluster.equals("bad") ? "CRITICAL" : cluster.equals("blind") ? "UNKNOWN" : "OK";
          text(
              exchange,
              200,
              "{\n  \"at\" : \"now\",\n  \"status\" : \"" + status + "\",\n  \"x\": {\"status\": \"CRITICAL\"},\n  \"targets\": ["
                  + Stream.of("cnpg/team-1/main", "cnpg/team-2/side", "cnpg/discovery", "volsync/team-1/files", "cnpg/team-1/$(id)")
                      .map(t -> "{\"target\" : \"" + cluster + "/" + t + "\"}")
                      .collect(Collectors.joining(", "))
                  + "]\n}");
        }
      }
    }
  }

  private void start(HttpExchange exchange, String cluster, String body) throws IOException {
    String key = exchange.getRequestHeaders().getFirst("Idempotency-Key");
    switch (cluster) {
      case "unknown" -> problem(exchange, 404, "There is no cluster of that name.", "");
      case "full" -> problem(exchange, 429, "Four runs are at work.", "task dr:history");
      case "busy" -> {
        exchange.getResponseHeaders().add("Location", "/api/v1/runs/9busy");
        problem(exchange, 409, "verify-backups is \"running\" already.", "");
      }
      case "strict" -> {
        exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
        text(
            exchange,
            400,
            "{\"title\":\"Bad request\",\"detail\":\"The request is not valid.\",\"errors\":"
                + "[{\"pointer\":\"/component\",\"message\":\"is one of volsync, cnpg\"}]}");
      }
      default -> {
        if (!EXIT_CODES.containsKey(cluster)) {
          problem(exchange, 404, "There is no cluster of that name.", "");
          return;
        }
        if (cluster.equals("flaky") && keys.putIfAbsent(key, "seen") == null) {
          return; // the request was taken, and no answer is given
        }
        String run = "run0" + cluster;
        cancelled.remove(run);
        streams.remove(run);
        exchange.getResponseHeaders().add("Location", "/api/v1/runs/" + run);
        text(exchange, 202, "{\"id\":\"" + run + "\"}");
      }
    }
  }

  private void run(HttpExchange exchange, String method, String run, String rest) throws IOException {
    String cluster = run.replaceFirst("^run0", "");
    if (!EXIT_CODES.containsKey(cluster)) {
      problem(exchange, 404, "There is no run of that id.", "");
    } else if (method.equals("DELETE")) {
      cancelled.put(run, true);
      cancelledAt.putIfAbsent(run, System.nanoTime());
      text(exchange, 202, "{}");
    } else if (rest.equals("/events")) {
      events(exchange, run, cluster);
    } else if (rest.equals("/exit-code")) {
      if (!over(run, cluster)) {
        problem(exchange, 425, "The run is not over.", "");
      } else {
        text(exchange, 200, exitCode(run, cluster) + "\n");
      }
    } else {
      text(exchange, 200, "result of " + run + "\n");
    }
  }

  private int exitCode(String run, String cluster) {
    if (!cancelled.containsKey(run)) {
      return EXIT_CODES.get(cluster);
    }
    return cluster.equals("dirty") ? 3 : 130;
  }

  /** A slow run ends only when it is cancelled, and takes a moment to clean up. */
  private boolean over(String run, String cluster) {
    if (cluster.equals("slow") || cluster.equals("dirty")) {
      Long at = cancelledAt.get(run);
      return cancelled.containsKey(run) && at != null && System.nanoTime() - at > 1_000_000_000L;
    }
    return !cluster.equals("cut") || streams.getOrDefault(run, 0) > 2;
  }

  private void events(HttpExchange exchange, String run, String cluster) throws IOException {
    int stream = streams.merge(run, 1, Integer::sum);
    exchange.sendResponseHeaders(200, 0);
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 4; i++) {
      lines.append("step ").append(i).append('\n');
    }
    if (cluster.equals("cut") && stream < 3) {
      send(exchange, lines.substring(0, 7 * stream + 3));
      exchange.getResponseBody().flush();
      throw new IOException("cut");
    }
    send(exchange, lines.toString());
    while ((cluster.equals("slow") || cluster.equals("dirty")) && !over(run, cluster)) {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        return;
      }
      send(exchange, "");
    }
    send(exchange, "step 5\n");
  }

  private static void send(HttpExchange exchange, String text) throws IOException {
    exchange.getResponseBody().write(text.getBytes(StandardCharsets.UTF_8));
    exchange.getResponseBody().flush();
  }

  private static boolean wantsText(HttpExchange exchange) {
    return "text/plain".equals(exchange.getRequestHeaders().getFirst("Accept"));
  }

  private static void problem(HttpExchange exchange, int status, String detail, String next)
      throws IOException {
    exchange.getResponseHeaders().add("Content-Type", "application/problem+json");
    if (wantsText(exchange)) {
      text(exchange, status, "error: " + detail + "\n" + (next.isEmpty() ? "" : "next: " + next + "\n"));
      return;
    }
    text(
        exchange,
        status,
        "{\"title\":\"x\",\"status\":" + status + ",\"detail\":\"" + detail.replace("\"", "\\\"") + "\""
            + (next.isEmpty() ? "" : ",\"next\":\"" + next + "\"") + "}");
  }

  private static void text(HttpExchange exchange, int status, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private synchronized void note(String line) throws IOException {
    Files.writeString(
        directory.resolve("requests"), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
