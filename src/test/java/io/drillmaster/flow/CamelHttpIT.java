package io.drillmaster.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpFailureException.Kind;
import io.drillmaster.http.HttpReply;
import io.drillmaster.lab.kube.ApiServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Requests through the real route, to servers that behave and to servers that do not. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CamelHttpIT extends CamelMainTestSupport {
  private static final Duration SOON = Duration.ofSeconds(3);
  private final CamelHttp http = CamelHttp.standard(() -> context.createProducerTemplate());
  private final List<AutoCloseable> open = new ArrayList<>();

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.setRoutesIncludePattern("file:routes/http.camel.yaml");
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    http.beans().forEach(registry::bind);
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  private RawServer server(RawServer.Behaviour behaviour) throws IOException {
    RawServer server = new RawServer(behaviour);
    open.add(server);
    return server;
  }

  private static Deadline within(Duration time) {
    return Deadline.in(time, Clock.systemUTC());
  }

  private HttpReply send(URI uri) {
    return http.send(HttpAsk.get(uri), within(SOON));
  }

  private HttpFailureException failure(URI uri, Duration time) {
    return catchThrowableOfType(
        HttpFailureException.class, () -> http.send(HttpAsk.get(uri), within(time)));
  }

  private static void hang(String request, Socket connection) throws InterruptedException {
    new CountDownLatch(1).await(20, TimeUnit.SECONDS);
  }

  @Test
  void theAnswerIsTheAnswerWithItsHeadersAndItsTimes() throws IOException {
    RawServer server = server(RawServer.answering(RawServer.ok("application/json", "{\"a\":[1]}")));
    HttpReply reply = send(server.uri("/api"));
    assertThat(reply.status()).isEqualTo(200);
    assertThat(reply.mediaType()).isEqualTo("application/json");
    assertThat(reply.json().orElseThrow().items("a")).hasSize(1);
    assertThat(reply.timing().answered()).isPositive();
    assertThat(reply.timing().whole()).isGreaterThanOrEqualTo(reply.timing().answered());
  }

  @Test
  void theRequestArrivesAsItWasMeant() throws IOException {
    RawServer server = server(RawServer.answering(RawServer.ok("text/plain", "")));
    String query = "query=max%28up%7Bcluster%3D%22a%2Bb%22%7D%29+by+%28x%29&time=1%2C5&q=%7B%7Bx";
    HttpAsk ask =
        HttpAsk.get(server.uri("/a%20b?" + query))
            .header("AccountID", "12")
            .bearer(new SecretValue("s3cret"));
    assertThat(http.send(ask, within(SOON)).size()).isZero();
    String head = server.requests().get(0);
    assertThat(head).startsWith("GET /a%20b?" + query + " HTTP/1.1\r\n");
    assertThat(head)
        .contains("AccountID: 12\r\n", "Authorization: Bearer s3cret\r\n")
        .containsIgnoringCase("user-agent: drillmaster");
    assertThat(head.toLowerCase()).doesNotContain("camel", "breadcrumb");
    assertThat(ask.toString()).doesNotContain("s3cret", "query");
  }

  @Test
  void aBodyIsPosted() throws IOException {
    RawServer server =
        server(
            (request, connection) -> {
              byte[] body = connection.getInputStream().readNBytes(3);
              RawServer.write(connection, RawServer.ok("text/plain", new String(body)));
            });
    String type = "application/x-www-form-urlencoded";
    HttpAsk ask =
        HttpAsk.post(server.uri("/token"), new HttpAsk.Body(type, new SecretValue("a=b")));
    assertThat(http.send(ask, within(SOON)).text()).isEqualTo("a=b");
    assertThat(server.requests().get(0))
        .startsWith("POST /token ")
        .containsIgnoringCase("content-type: " + type);
  }

  @Test
  void anyStatusIsAnAnswerAndNothingIsRepeated() throws IOException {
    RawServer server =
        server(
            RawServer.answering(
                "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nContent-Length: 4\r\n\r\nbusy"));
    HttpReply reply = send(server.uri("/"));
    assertThat(reply.status()).isEqualTo(503);
    assertThat(reply.text()).isEqualTo("busy");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void everyRequestHasAConnectionOfItsOwn() throws IOException {
    RawServer server =
        server(
            (request, connection) -> {
              RawServer.write(connection, RawServer.ok("text/plain", "x"));
              hang(request, connection);
            });
    send(server.uri("/1"));
    send(server.uri("/2"));
    assertThat(server.requests()).hasSize(2);
  }

  @Test
  void aRedirectIsAnAnswerUnlessItIsToBeFollowed() throws IOException {
    RawServer server =
        server(
            (request, connection) ->
                RawServer.write(
                    connection,
                    request.startsWith("GET /there ")
                        ? RawServer.ok("text/plain", "arrived")
                        : "HTTP/1.1 302 Found\r\nLocation: /there\r\nContent-Length: 0\r\n\r\n"));
    HttpReply reply = send(server.uri("/"));
    assertThat(reply.status()).isEqualTo(302);
    assertThat(reply.header("location")).contains("/there");
    HttpAsk following = HttpAsk.get(server.uri("/")).followingRedirects();
    assertThat(http.send(following, within(SOON)).text()).isEqualTo("arrived");
  }

  @Test
  void redirectsInACircleEnd() throws IOException {
    RawServer server =
        server(
            RawServer.answering("HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\n\r\n"));
    HttpAsk following = HttpAsk.get(server.uri("/")).followingRedirects();
    HttpFailureException failure =
        catchThrowableOfType(HttpFailureException.class, () -> http.send(following, within(SOON)));
    assertThat(failure.kind()).isEqualTo(Kind.OTHER);
    assertThat(server.requests()).hasSizeLessThan(8);
  }

  @Test
  void aPageOfHtmlIsKnownForOne() throws IOException {
    String page = "<!DOCTYPE html><html><body>Log in</body></html>";
    RawServer server = server(RawServer.answering(RawServer.ok("text/html; charset=utf-8", page)));
    HttpReply reply = send(server.uri("/"));
    assertThat(reply.isHtml()).isTrue();
    assertThat(reply.json()).isEmpty();
  }

  @Test
  void aServerThatHangsIsLeftAtTheDeadline() throws IOException {
    RawServer server = server(CamelHttpIT::hang);
    assertEnds(server.uri("/"), Kind.TIMEOUT);
  }

  @Test
  void aServerThatSendsABodyByteNowAndThenIsLeftAtTheDeadline() throws IOException {
    RawServer server =
        server(
            (request, connection) -> {
              RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n");
              drip(connection);
            });
    assertEnds(server.uri("/"), Kind.TIMEOUT);
  }

  @Test
  void aServerThatSendsAHeaderByteNowAndThenIsLeftAtTheDeadline() throws IOException {
    RawServer server =
        server(
            (request, connection) -> {
              RawServer.write(connection, "HTTP/1.1 200 OK\r\nX-Slow: ");
              drip(connection);
            });
    assertEnds(server.uri("/"), Kind.TIMEOUT);
  }

  private static void drip(Socket connection) throws IOException, InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    while (!never.await(50, TimeUnit.MILLISECONDS)) {
      RawServer.write(connection, "x");
    }
  }

  private void assertEnds(URI uri, Kind kind) {
    long begun = System.nanoTime();
    HttpFailureException failure = failure(uri, Duration.ofMillis(600));
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(Duration.ofNanos(System.nanoTime() - begun))
        .isBetween(Duration.ofMillis(500), Duration.ofSeconds(2));
  }

  @Test
  void aServerThatDoesNotEvenAcceptIsLeftAtTheDeadlineOrAfterThreeSeconds() throws IOException {
    ServerSocket full = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
    open.add(full);
    for (int i = 0; i < 4; i++) { // what waits to be accepted fills the queue
      Socket waiting = new Socket();
      open.add(waiting);
      try {
        waiting.connect(new InetSocketAddress("127.0.0.1", full.getLocalPort()), 200);
      } catch (IOException queueIsFull) {
        break;
      }
    }
    URI uri = URI.create("http://127.0.0.1:" + full.getLocalPort() + "/");
    assertEnds(uri, Kind.TIMEOUT);
    long begun = System.nanoTime();
    assertThat(failure(uri, Duration.ofSeconds(20)).kind()).isEqualTo(Kind.CONNECT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(6));
  }

  @Test
  void tenMegabytesAreNotTaken() throws IOException {
    RawServer server =
        server(
            (request, connection) -> {
              RawServer.write(connection, "HTTP/1.1 200 OK\r\nContent-Length: 10000000\r\n\r\n");
              for (int i = 0; i < 1000; i++) {
                RawServer.write(connection, "x".repeat(10_000));
              }
            });
    assertThat(failure(server.uri("/"), SOON).kind()).isEqualTo(Kind.TOO_BIG);
  }

  @Test
  void aBodyWithoutEndIsNotTaken() throws IOException {
    RawServer server =
        server(
            (request, connection) -> {
              RawServer.write(connection, "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
              while (true) {
                RawServer.write(connection, "2710\r\n" + "x".repeat(10_000) + "\r\n");
              }
            });
    assertThat(failure(server.uri("/"), SOON).kind()).isEqualTo(Kind.TOO_BIG);
  }

  @Test
  void headersWithoutEndAreNotTaken() throws IOException {
    RawServer server =
        server(
            (request, connection) -> {
              RawServer.write(connection, "HTTP/1.1 200 OK\r\nX-Long: ");
              while (true) {
                RawServer.write(connection, "x".repeat(10_000));
              }
            });
    assertThat(failure(server.uri("/"), SOON).kind()).isEqualTo(Kind.OTHER);
  }

  @Test
  void anAnswerThatBreaksOffIsNoAnswer() throws IOException {
    RawServer server =
        server(RawServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{\"a\":"));
    assertThat(failure(server.uri("/"), SOON).kind()).isEqualTo(Kind.CUT);
  }

  @Test
  void aConnectionThatIsResetIsCut() throws IOException {
    RawServer server =
        server(
            (request, connection) ->
                connection.setOption(java.net.StandardSocketOptions.SO_LINGER, 0));
    assertThat(failure(server.uri("/"), SOON).kind()).isEqualTo(Kind.CUT);
  }

  @Test
  void anAnswerThatIsNoHttpIsNotUnderstood() throws IOException {
    RawServer server = server(RawServer.answering("SSH-2.0-OpenSSH_9.2\r\n\r\n"));
    assertThat(failure(server.uri("/"), SOON).kind()).isIn(Kind.OTHER, Kind.CUT);
  }

  @Test
  void nobodyWhoListensIsAFailureToConnect() throws IOException {
    RawServer server = new RawServer(CamelHttpIT::hang);
    server.close();
    HttpFailureException failure = failure(server.uri("/"), SOON);
    assertThat(failure.kind()).isEqualTo(Kind.CONNECT);
    assertThat(failure.words()).isEqualTo("connection refused");
  }

  @Test
  void aNameThatDoesNotResolveIsAFailureOfDns() {
    assertThat(failure(URI.create("http://nobody.invalid/"), SOON).kind()).isEqualTo(Kind.DNS);
  }

  @Test
  void aCertificateOfNobodyIsRefused() {
    ApiServer tls = ApiServer.start("tls");
    open.add(tls);
    HttpFailureException failure = failure(URI.create(tls.url() + "/version"), SOON);
    assertThat(failure.kind()).isEqualTo(Kind.TLS);
    assertThat(failure.words()).isEqualTo("the certificate is not accepted");
  }

  @Test
  void aServerWithoutTlsFailsTheHandshake() throws IOException {
    RawServer server = server(RawServer.answering(RawServer.ok("text/plain", "x")));
    URI uri = URI.create(server.uri("/").toString().replace("http:", "https:"));
    assertThat(failure(uri, SOON).kind()).isEqualTo(Kind.TLS);
  }

  @Test
  void aDeadlineThatHasPassedSendsNothing() throws IOException {
    RawServer server = server(RawServer.answering(RawServer.ok("text/plain", "x")));
    assertThat(failure(server.uri("/"), Duration.ZERO).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(server.requests()).isEmpty();
  }
}
