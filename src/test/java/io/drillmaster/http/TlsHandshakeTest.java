package io.drillmaster.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.ConnectAttempt.Failure;
import io.drillmaster.http.ConnectAttempt.Layer;
import io.drillmaster.http.ConnectAttempt.Problem;
import io.drillmaster.lab.tls.LabAuthority;
import io.drillmaster.lab.tls.LabCertificate;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsHandshakeTest {
  private static final Instant NOW = Clock.systemUTC().instant();
  private static final Instant YESTERDAY = NOW.minus(Duration.ofDays(1));
  private static final Instant IN_A_YEAR = NOW.plus(Duration.ofDays(365));
  private static final Duration ENOUGH = Duration.ofSeconds(10);
  private static final LabAuthority AUTHORITY = LabAuthority.create("Lab Root");

  @TempDir Path folder;
  private ServerSocket server;
  private TlsHandshake handshake;

  @BeforeEach
  void trustTheAuthority() throws IOException {
    trust(Trust.with(Files.writeString(folder.resolve("ca.pem"), AUTHORITY.pem())));
    server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  }

  private void trust(Trust trust) {
    handshake = new TlsHandshake(Clock.systemUTC(), trust, this::resolve);
  }

  @AfterEach
  void close() throws IOException {
    handshake.close();
    server.close();
  }

  private InetAddress[] resolve(String host) throws UnknownHostException {
    if (host.endsWith(".invalid")) {
      throw new UnknownHostException(host);
    }
    return new InetAddress[] {InetAddress.getLoopbackAddress()};
  }

  private static LabCertificate certificate(Instant notBefore, Instant notAfter) {
    return AUTHORITY.issue("hub", List.of("hub", "hub.example.org"), notBefore, notAfter);
  }

  private interface Conversation {
    void hold(Socket socket) throws IOException;
  }

  /** What the server saw of one connection. */
  private CompletableFuture<String> serve(Conversation conversation) {
    CompletableFuture<String> end = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try (Socket socket = server.accept()) {
                conversation.hold(socket);
                end.complete("");
              } catch (IOException e) {
                end.complete(e.getClass().getSimpleName());
              }
            },
            "server");
    thread.setDaemon(true);
    thread.start();
    return end;
  }

  private CompletableFuture<String> serve(LabCertificate certificate) {
    CompletableFuture<String> asked = new CompletableFuture<>();
    serve(
        socket -> {
          SSLSocket tls =
              (SSLSocket)
                  certificate
                      .server()
                      .getSocketFactory()
                      .createSocket(socket, null, socket.getPort(), true);
          tls.setUseClientMode(false);
          try {
            tls.startHandshake();
            List<SNIServerName> names =
                ((ExtendedSSLSession) tls.getSession()).getRequestedServerNames();
            int read = tls.getInputStream().read();
            asked.complete(names.size() + " names, read " + read);
          } catch (IOException e) {
            asked.complete("no handshake");
          }
        });
    return asked;
  }

  private ConnectAttempt shake(String host) {
    return handshake.shake(host, server.getLocalPort(), Deadline.in(ENOUGH, Clock.systemUTC()));
  }

  private static Optional<Failure> tls(Problem problem) {
    return Optional.of(new Failure(Layer.TLS, problem));
  }

  @Test
  void timesEachLayerAndShowsTheChainAndSendsTheNameAndNothingElse() throws Exception {
    CompletableFuture<String> seen = serve(certificate(YESTERDAY, IN_A_YEAR));
    ConnectAttempt attempt = shake("hub");
    assertThat(attempt.failure()).isEmpty();
    assertThat(attempt.times()).containsOnlyKeys(Layer.DNS, Layer.TCP, Layer.TLS);
    assertThat(attempt.times().values()).allMatch(time -> !time.isZero() && !time.isNegative());
    ServerCertificate shown = attempt.chain().orElseThrow().server();
    assertThat(shown.subject()).isEqualTo("hub");
    assertThat(shown.issuer()).isEqualTo("Lab Root");
    assertThat(shown.names()).containsExactly("hub", "hub.example.org");
    assertThat(Duration.between(shown.notAfter(), IN_A_YEAR).abs()).isLessThan(ofASecond());
    assertThat(seen.get(5, TimeUnit.SECONDS)).isEqualTo("1 names, read -1");
  }

  private static Duration ofASecond() {
    return Duration.ofSeconds(1).plusMillis(1);
  }

  @Test
  void anAuthorityThatIsNotOursIsRefusedButShown() {
    serve(LabAuthority.create("Somebody").issue("hub", List.of("hub"), YESTERDAY, IN_A_YEAR));
    ConnectAttempt attempt = shake("hub");
    assertThat(attempt.failure()).isEqualTo(tls(Problem.NOT_TRUSTED));
    assertThat(attempt.chain().orElseThrow().server().issuer()).isEqualTo("Somebody");
  }

  @Test
  void theAuthoritiesOfTheInstallationDoNotKnowOurs() {
    serve(certificate(YESTERDAY, IN_A_YEAR));
    trust(Trust.system());
    assertThat(shake("hub").failure()).isEqualTo(tls(Problem.NOT_TRUSTED));
  }

  @Test
  void aCertificateOfAnotherHostIsRefusedButShown() {
    serve(certificate(YESTERDAY, IN_A_YEAR));
    ConnectAttempt attempt = shake("spoke");
    assertThat(attempt.failure()).isEqualTo(tls(Problem.WRONG_HOST));
    assertThat(attempt.chain().orElseThrow().server().names()).contains("hub");
  }

  @Test
  void anExpiredCertificateIsRefusedButShown() {
    serve(certificate(YESTERDAY.minus(Duration.ofDays(90)), YESTERDAY));
    ConnectAttempt attempt = shake("hub");
    assertThat(attempt.failure()).isEqualTo(tls(Problem.EXPIRED));
    assertThat(attempt.chain().orElseThrow().firstToExpire().notAfter()).isBefore(NOW);
  }

  @Test
  void anExpiredCertificateIsRefusedAlsoWhereItIsItselfAmongTheAuthorities() throws IOException {
    LabAuthority pinned = LabAuthority.create("Pinned");
    LabAuthority old = pinned.intermediate("hub", YESTERDAY);
    LabCertificate expired =
        pinned.issue("hub", List.of("hub"), YESTERDAY.minus(Duration.ofDays(9)), YESTERDAY);
    trust(
        Trust.with(
            Files.writeString(folder.resolve("pin.pem"), pem(expired) + pinned.pem() + old.pem())));
    serve(expired);
    assertThat(shake("hub").failure()).isEqualTo(tls(Problem.EXPIRED));
  }

  private static String pem(LabCertificate certificate) {
    try {
      return "-----BEGIN CERTIFICATE-----\n"
          + java.util.Base64.getMimeEncoder()
              .encodeToString(certificate.chain().get(0).getEncoded())
          + "\n-----END CERTIFICATE-----\n";
    } catch (java.security.cert.CertificateEncodingException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aCertificateOfTomorrowIsRefused() {
    serve(certificate(NOW.plus(Duration.ofDays(1)), IN_A_YEAR));
    assertThat(shake("hub").failure()).isEqualTo(tls(Problem.NOT_YET_VALID));
  }

  @Test
  void theChainEndsWhereTheAuthorityThatWeBelieveBegins() {
    Instant soon = NOW.plus(Duration.ofDays(3));
    LabAuthority below = AUTHORITY.intermediate("Lab Issuer", soon);
    serve(below.issue("hub", List.of("hub"), YESTERDAY, IN_A_YEAR));
    PresentedChain chain = shake("hub").chain().orElseThrow();
    assertThat(chain.certificates())
        .extracting(ServerCertificate::subject)
        .containsExactly("hub", "Lab Issuer");
    assertThat(chain.firstToExpire().subject()).isEqualTo("Lab Issuer");
    serve(certificate(YESTERDAY, IN_A_YEAR)); // shows the root, too
    assertThat(shake("hub").chain().orElseThrow().certificates()).hasSize(1);
  }

  @Test
  void aNameThatDoesNotResolveFailsInDns() {
    ConnectAttempt attempt = shake("hub.invalid");
    assertThat(attempt.failure()).contains(new Failure(Layer.DNS, Problem.UNKNOWN_HOST));
    assertThat(attempt.times()).containsOnlyKeys(Layer.DNS);
    assertThat(attempt.passed(Layer.DNS)).isFalse();
  }

  @Test
  void aResolverThatHangsTimesOutInDns() {
    CountDownLatch never = new CountDownLatch(1);
    TlsHandshake stuck =
        new TlsHandshake(
            Clock.systemUTC(),
            Trust.system(),
            host -> {
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              throw new UnknownHostException();
            });
    Deadline soon = Deadline.in(Duration.ofMillis(200), Clock.systemUTC());
    assertThat(stuck.connect("hub", 1, soon).failure())
        .contains(new Failure(Layer.DNS, Problem.TIMEOUT));
    assertThat(soon.at().plus(Duration.ofSeconds(2))).isAfter(Clock.systemUTC().instant());
    stuck.close();
  }

  @Test
  void aPortWhereNobodyListensFailsInTcp() throws IOException {
    int port = server.getLocalPort();
    server.close();
    ConnectAttempt attempt = handshake.connect("hub", port, Deadline.in(ENOUGH, Clock.systemUTC()));
    assertThat(attempt.failure()).contains(new Failure(Layer.TCP, Problem.REFUSED));
    assertThat(attempt.passed(Layer.DNS)).isTrue();
  }

  @Test
  void connectsWithoutTls() {
    serve(socket -> socket.getInputStream().read());
    ConnectAttempt attempt =
        handshake.connect("hub", server.getLocalPort(), Deadline.in(ENOUGH, Clock.systemUTC()));
    assertThat(attempt.failure()).isEmpty();
    assertThat(attempt.times()).containsOnlyKeys(Layer.DNS, Layer.TCP);
    assertThat(attempt.chain()).isEmpty();
  }

  @Test
  void aServerThatSpeaksPlainHttpHasNoTls() {
    serve(
        socket -> {
          socket.getInputStream().read();
          socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
          socket.getOutputStream().flush();
          drain(socket);
        });
    assertThat(shake("hub").failure()).isEqualTo(tls(Problem.NO_TLS));
  }

  private static void drain(Socket socket) throws IOException {
    InputStream in = socket.getInputStream();
    while (in.read() >= 0) {
      // until the client hangs up
    }
  }

  @Test
  void aServerThatHangsUpFailsInTls() {
    serve(socket -> socket.getInputStream().read(new byte[2000]));
    assertThat(shake("hub").failure()).isEqualTo(tls(Problem.CLOSED));
  }

  @Test
  void aServerThatSaysNothingOrAByteNowAndThenTimesOutInTls() {
    for (boolean dripping : List.of(false, true)) {
      CountDownLatch end = new CountDownLatch(1);
      serve(
          socket -> {
            byte[] record = {22, 3, 3, 0x3f, 0x7f};
            for (int i = 0; !socket.isClosed() && i < 50; i++) {
              if (dripping) {
                socket.getOutputStream().write(i < record.length ? record[i] : 0);
                socket.getOutputStream().flush();
              }
              awaitQuietly(end);
            }
          });
      Deadline soon = Deadline.in(Duration.ofMillis(400), Clock.systemUTC());
      ConnectAttempt attempt = handshake.shake("hub", server.getLocalPort(), soon);
      assertThat(attempt.failure()).isEqualTo(tls(Problem.TIMEOUT));
      assertThat(attempt.time(Layer.TLS).orElseThrow()).isLessThan(Duration.ofSeconds(3));
      end.countDown();
    }
  }

  private static void awaitQuietly(CountDownLatch end) {
    try {
      end.await(100, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void aFileOfAuthoritiesThatIsMissingOrEmptyIsSaid() throws IOException {
    for (Path file :
        List.of(folder.resolve("none.pem"), Files.writeString(folder.resolve("e.pem"), "hello"))) {
      serve(certificate(YESTERDAY, IN_A_YEAR));
      trust(Trust.with(file));
      assertThat(shake("hub").failure()).isEqualTo(tls(Problem.NO_AUTHORITIES));
    }
  }

  @Test
  void hundredsOfHandshakesLeaveNoThreadsBehind() {
    for (int i = 0; i < 200; i++) {
      shake("hub.invalid");
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .filteredOn(thread -> thread.getName().startsWith("host-names-"))
        .hasSizeLessThanOrEqualTo(16);
  }
}
