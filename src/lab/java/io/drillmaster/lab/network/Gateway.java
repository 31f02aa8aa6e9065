package io.drillmaster.lab.network;

import com.sun.net.httpserver.HttpExchange;
import io.drillmaster.lab.tls.LabAuthority;
import io.drillmaster.lab.tls.LabCertificate;
import io.drillmaster.lab.tls.TlsServer;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * The gateway of a hub on 127.0.0.1, with HTTPS: it answers {@code /health}, until it is broken.
 */
public final class Gateway implements AutoCloseable {
  private static final int HEALTHY = 200;

  private final Clock clock;
  private final LabAuthority authority;
  private final TlsServer server;
  private volatile int status = HEALTHY;
  private volatile Duration pause = Duration.ZERO;

  private Gateway(Clock clock, LabAuthority authority) {
    this.clock = clock;
    this.authority = authority;
    this.server = TlsServer.start(certificate(Duration.ofDays(60), "localhost"), this::handle);
  }

  public static Gateway start(Clock clock, LabAuthority authority) {
    return new Gateway(clock, authority);
  }

  public int port() {
    return server.port();
  }

  /** Nothing listens any more. */
  public void turnOff() {
    server.turnOff();
  }

  /** It answers with another status than 200. */
  public void answer(int other) {
    status = other;
  }

  /** It takes that long to answer. */
  public void pause(Duration time) {
    pause = time;
  }

  /** Shows a certificate that ends after that time; negative has ended already. */
  public void certificateEndsIn(Duration left) {
    server.show(certificate(left, "localhost"));
  }

  /** Shows a certificate for another host. */
  public void certificateFor(String host) {
    server.show(certificate(Duration.ofDays(60), host));
  }

  /** Shows a certificate of an authority that nobody knows, as a proxy in between does. */
  public void certificateOfAProxy() {
    Instant now = clock.instant();
    server.show(
        LabAuthority.create("Proxy CA")
            .issue("localhost", List.of("localhost"), now.minusSeconds(60), now.plusSeconds(9000)));
  }

  private LabCertificate certificate(Duration left, String host) {
    Instant end = clock.instant().plus(left);
    return authority.issue(host, List.of(host), end.minus(Duration.ofDays(90)), end);
  }

  /** As good as new. */
  public void heal() {
    status = HEALTHY;
    pause = Duration.ZERO;
    server.turnOn();
    server.show(certificate(Duration.ofDays(60), "localhost"));
  }

  private void handle(HttpExchange exchange) throws IOException {
    try {
      new CountDownLatch(1).await(pause.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (status >= 300 && status < 400) {
      exchange.getResponseHeaders().set("Location", "/login");
    }
    exchange.sendResponseHeaders(status, -1);
    exchange.close();
  }

  @Override
  public void close() {
    server.close();
  }
}
