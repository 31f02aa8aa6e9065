package io.drillmaster.web;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.evidence.Evidence;
import io.drillmaster.core.evidence.EvidenceStore;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.run.RunId;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.main.Main;

/** The API alone, as a Camel application with its own routes and nothing else, on a free port. */
final class ApiFixture implements AutoCloseable {
  static final String TOKEN = "t0ken-that-nobody-may-see";

  final FakeRuns runs = new FakeRuns();
  final StatusBoard board = Samples.mixedBoard();
  final Map<RunId, String> evidence = new ConcurrentHashMap<>();
  final Path tokenFile;
  private final Main main = new Main();
  private final WebApi api;
  private final HttpClient client =
      HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();

  /** How one fixture differs from another. */
  record Options(boolean token, boolean readsNeedToken, Duration timeout, RateLimit limit) {
    static final Options STANDARD =
        new Options(true, false, Duration.ofSeconds(10), new RateLimit(100_000, 1000));

    Options withoutToken() {
      return new Options(false, readsNeedToken, timeout, limit);
    }

    Options closed() {
      return new Options(token, true, timeout, limit);
    }

    Options timeout(Duration duration) {
      return new Options(token, readsNeedToken, duration, limit);
    }

    Options limit(RateLimit other) {
      return new Options(token, readsNeedToken, timeout, other);
    }
  }

  ApiFixture() {
    this(Options.STANDARD);
  }

  ApiFixture(Options options) {
    try {
      tokenFile = Files.createTempFile("drillmaster", ".token");
      Files.writeString(tokenFile, TOKEN + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    DrillmasterConfig config =
        Samples.config(
            options.token() ? Optional.of(tokenFile) : Optional.empty(),
            options.readsNeedToken(),
            "infra",
            "apps");
    Estate estate = new Estate(board, config, Samples.CLOCK);
    WebApi.Limits limits =
        new WebApi.Limits(options.timeout(), Duration.ofMillis(200), options.limit());
    api = new WebApi(estate, runs, store(), config.api(), limits);
    api.beans().forEach(main::bind);
    main.configure().withRoutesIncludePattern("file:routes/api.camel.yaml");
    WebApi.serverProperties(config.api()).forEach(main::addInitialProperty);
    main.addInitialProperty("camel.main.shutdownTimeout", "5");
    main.addInitialProperty("camel.main.startupSummaryLevel", "off");
    main.start();
  }

  private EvidenceStore store() {
    return new EvidenceStore() {
      @Override
      public void write(Evidence written) {
        evidence.put(written.run().id(), RunJson.evidence(written));
      }

      @Override
      public Optional<String> read(RunId id) {
        return Optional.ofNullable(evidence.get(id));
      }
    };
  }

  CamelContext camel() {
    return main.getCamelContext();
  }

  int port() {
    return WebApi.port(camel());
  }

  int followers() {
    return api.followers();
  }

  HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port() + path))
        .timeout(Duration.ofSeconds(20));
  }

  /** With the token and as JSON. */
  HttpRequest.Builder mutation(String path) {
    return request(path)
        .header("Authorization", "Bearer " + TOKEN)
        .header("Content-Type", "application/json");
  }

  HttpResponse<String> post(String path, String body) {
    return send(mutation(path).POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  HttpResponse<String> get(String path, String accept) {
    return send(request(path).header("Accept", accept));
  }

  HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Sends these bytes as they are and gives everything that comes back until the server closes. */
  String raw(String bytes) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port())) {
      socket.setSoTimeout(10_000);
      OutputStream out = socket.getOutputStream();
      out.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      out.flush();
      InputStream in = socket.getInputStream();
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Override
  public void close() {
    main.stop();
    try {
      Files.deleteIfExists(tokenFile);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
