package io.drillmaster.lab.sso;

import com.sun.net.httpserver.HttpExchange;
import io.drillmaster.lab.tls.LabAuthority;
import io.drillmaster.lab.tls.LabCertificate;
import io.drillmaster.lab.tls.TlsServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * An Authentik (paths and answers as of 2026.8) on 127.0.0.1 with HTTPS: health, discovery, keys
 * and tokens of each application. It can be broken, and turned off and on again.
 */
public final class LabAuthentik implements AutoCloseable {
  private static final String HTML = "text/html; charset=utf-8";
  private static final String LOGIN =
      "<!DOCTYPE html><html><head><title>Log in</title></head><body>Password</body></html>";
  private static final Duration LONG = Duration.ofMillis(2500);

  private final Clock clock;
  private final LabAuthority authority;
  private final Providers providers;
  private final TlsServer server;
  private final Set<SsoTrouble> troubles =
      Collections.synchronizedSet(EnumSet.noneOf(SsoTrouble.class));

  private LabAuthentik(Clock clock, LabAuthority authority, List<LabClient> clients) {
    this.clock = clock;
    this.authority = authority;
    this.providers = new Providers(clock, clients, troubles);
    this.server = TlsServer.start(certificate(Duration.ofDays(60), "localhost"), this::handle);
  }

  /** One whose certificate is good for sixty days. */
  public static LabAuthentik start(Clock clock, LabAuthority authority, List<LabClient> clients) {
    return new LabAuthentik(clock, authority, clients);
  }

  /** {@code https://localhost:12345}. */
  public String url() {
    return "https://localhost:" + server.port();
  }

  /** From now on it is in trouble, too. */
  public void trouble(SsoTrouble one) {
    troubles.add(one);
  }

  /** Nothing listens any more. */
  public void turnOff() {
    server.turnOff();
  }

  /** Every application gets another signing key, and the old one is gone. */
  public void exchangeKeys() {
    providers.exchangeKeys();
  }

  /** Another signing key comes to the one that is there, and signs from now on. */
  public void addKey() {
    providers.addKey();
  }

  /** The client of an application has another secret from now on. */
  public void changeSecret() {
    providers.changeSecret();
  }

  /** Shows a certificate for localhost that ends after that time; negative has ended already. */
  public void certificateEndsIn(Duration left) {
    server.show(certificate(left, "localhost"));
  }

  /** Shows a certificate for another host. */
  public void certificateFor(String host) {
    server.show(certificate(Duration.ofDays(60), host));
  }

  /** Shows a certificate that only it believes in. */
  public void certificateOfNobody() {
    Instant now = clock.instant();
    server.show(
        LabAuthority.create("Nobody's Root")
            .issue("localhost", List.of("localhost"), now.minusSeconds(60), now.plusSeconds(9000)));
  }

  private LabCertificate certificate(Duration left, String host) {
    Instant end = clock.instant().plus(left);
    return authority.issue(host, List.of(host), end.minus(Duration.ofDays(90)), end);
  }

  /** As good as new, with the keys of the beginning. */
  public void heal() {
    troubles.clear();
    providers.heal();
    server.turnOn();
    server.show(certificate(Duration.ofDays(60), "localhost"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath();
    if (troubles.contains(SsoTrouble.REDIRECTS)) {
      redirect(exchange, "/if/flow/proxy-login/");
    } else if (path.startsWith("/-/health/")) {
      health(exchange, path);
    } else if (path.startsWith("/application/o/")) {
      provider(exchange, path);
    } else {
      redirect(exchange, "/if/flow/default-authentication-flow/");
    }
  }

  private void health(HttpExchange exchange, String path) throws IOException {
    boolean live = path.equals("/-/health/live/");
    if (!live && !path.equals("/-/health/ready/")) {
      answer(exchange, 404, HTML, LOGIN);
    } else if (troubles.contains(SsoTrouble.PAGE_AS_HEALTH)) {
      answer(exchange, 200, HTML, LOGIN);
    } else if (troubles.contains(live ? SsoTrouble.NOT_LIVE : SsoTrouble.NOT_READY)) {
      answer(exchange, 503, HTML, "");
    } else {
      answer(exchange, 200, HTML, "");
    }
  }

  private void provider(HttpExchange exchange, String path) throws IOException {
    if (troubles.contains(SsoTrouble.SLOW) && path.endsWith("openid-configuration")) {
      pause();
    }
    if (path.equals("/application/o/token/") && exchange.getRequestMethod().equals("POST")) {
      byte[] form = exchange.getRequestBody().readNBytes(100_000);
      Providers.Answer answer = providers.token(new String(form, StandardCharsets.UTF_8), url());
      answer(exchange, answer.status(), "application/json", answer.body());
      return;
    }
    Map<String, String> documents = providers.documents(url());
    if (documents.containsKey(path)) {
      answer(exchange, 200, "application/json", documents.get(path));
    } else {
      answer(exchange, 404, HTML, LOGIN);
    }
  }

  private static void pause() {
    try {
      new CountDownLatch(1).await(LONG.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void redirect(HttpExchange exchange, String where) throws IOException {
    exchange.getResponseHeaders().set("Location", where);
    answer(exchange, 302, HTML, "");
  }

  private static void answer(HttpExchange exchange, int status, String type, String body)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  @Override
  public void close() {
    server.close();
  }
}
