package io.drillmaster.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.ConnectAttempt.Failure;
import io.drillmaster.http.ConnectAttempt.Layer;
import io.drillmaster.http.ConnectAttempt.Problem;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that openssl made, shown by its own server. */
@Tag("peers")
@Timeout(60)
class TlsHandshakePeersIT {
  private static final Clock CLOCK = Clock.systemUTC();

  @TempDir Path folder;
  private Optional<Process> server = Optional.empty();

  @AfterEach
  void stop() throws InterruptedException {
    if (server.isPresent()) {
      server.get().destroy();
      server.get().waitFor(10, TimeUnit.SECONDS);
    }
  }

  private Process openssl(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of("openssl"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command)
        .directory(folder.toFile())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("openssl.log").toFile())
        .start();
  }

  private void run(String... arguments) throws Exception {
    Process process = openssl(arguments);
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.exitValue()).as(String.join(" ", arguments)).isZero();
  }

  /** A certificate that is its own authority; a negative number of days has passed already. */
  private void certificate(String host, int days) throws Exception {
    run(
        "req",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-keyout",
        "key.pem",
        "-out",
        "request.pem",
        "-subj",
        "/CN=" + host,
        "-addext",
        "subjectAltName=DNS:" + host);
    run(
        "x509",
        "-req",
        "-in",
        "request.pem",
        "-signkey",
        "key.pem",
        "-out",
        "cert.pem",
        "-copy_extensions",
        "copy",
        "-days",
        String.valueOf(days));
  }

  private ConnectAttempt shake(Trust trust) throws Exception {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    server =
        Optional.of(
            openssl(
                "s_server",
                "-accept",
                "127.0.0.1:" + port,
                "-key",
                "key.pem",
                "-cert",
                "cert.pem",
                "-quiet"));
    try (TlsHandshake handshake = new TlsHandshake(CLOCK, trust)) {
      await()
          .atMost(Duration.ofSeconds(10))
          .until(() -> handshake.connect("localhost", port, soon()).failure().isEmpty());
      return handshake.shake("localhost", port, soon());
    }
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(5), CLOCK);
  }

  private Trust itself() {
    return Trust.with(folder.resolve("cert.pem"));
  }

  private static Optional<Failure> tls(Problem problem) {
    return Optional.of(new Failure(Layer.TLS, problem));
  }

  @Test
  void aCertificateAmongOurAuthoritiesIsBelieved() throws Exception {
    certificate("localhost", 30);
    ConnectAttempt attempt = shake(itself());
    assertThat(attempt.failure()).isEmpty();
    assertThat(attempt.times()).containsOnlyKeys(Layer.DNS, Layer.TCP, Layer.TLS);
    ServerCertificate shown = attempt.chain().orElseThrow().server();
    assertThat(shown.names()).containsExactly("localhost");
    assertThat(Duration.between(CLOCK.instant(), shown.notAfter()).toDays()).isEqualTo(29);
  }

  @Test
  void aSelfSignedCertificateIsRefusedAndShown() throws Exception {
    certificate("localhost", 30);
    ConnectAttempt attempt = shake(Trust.system());
    assertThat(attempt.failure()).isEqualTo(tls(Problem.NOT_TRUSTED));
    assertThat(attempt.chain().orElseThrow().server().selfSigned()).isTrue();
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedAndShown() throws Exception {
    certificate("elsewhere.example.org", 30);
    ConnectAttempt attempt = shake(itself());
    assertThat(attempt.failure()).isEqualTo(tls(Problem.WRONG_HOST));
    assertThat(attempt.chain().orElseThrow().server().names())
        .containsExactly("elsewhere.example.org");
  }

  @Test
  void anExpiredCertificateIsRefusedAndShown() throws Exception {
    certificate("localhost", -1);
    ConnectAttempt attempt = shake(itself());
    assertThat(attempt.failure()).isEqualTo(tls(Problem.EXPIRED));
    assertThat(attempt.chain().orElseThrow().server().notAfter()).isBefore(CLOCK.instant());
  }
}
