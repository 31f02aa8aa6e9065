package io.drillmaster.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket.ObjectSummary;
import io.drillmaster.s3.Bucket.Page;
import io.drillmaster.s3.S3FailureException.Kind;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3BucketsTest {
  private static final String SECRET = "planted-4711-secret";
  private static final String FIRST_PAGE =
      """
      <?xml version="1.0"?><ListBucketResult><IsTruncated>true</IsTruncated>
      <NextContinuationToken>t1</NextContinuationToken>
      <Contents><Key>odoo/a</Key><Size>3</Size><LastModified>2026-11-22T08:00:00.000Z</LastModified>
      </Contents></ListBucketResult>""";
  private static final String LAST_PAGE =
      """
      <?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>
      <Contents><Key>odoo/b</Key><Size>4</Size><LastModified>2026-11-22T09:00:00.000Z</LastModified>
      </Contents></ListBucketResult>""";

  private final Clock clock = Clock.systemUTC();
  private final S3Buckets buckets = new S3Buckets(clock);
  private final List<String> requests = new ArrayList<>();
  private final ExecutorService workers = Executors.newCachedThreadPool();
  private HttpServer server;
  private volatile HttpHandler handler;

  @BeforeEach
  void listen() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(workers);
    server.createContext(
        "/",
        exchange -> {
          synchronized (requests) {
            requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
          }
          handler.handle(exchange);
        });
    server.start();
  }

  @AfterEach
  void stop() {
    buckets.close();
    server.stop(0);
    workers.shutdownNow();
  }

  private static HttpHandler answer(int status, String body) {
    return exchange -> send(exchange, status, body);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/xml");
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String error(String code) {
    return "<?xml version=\"1.0\"?><Error><Code>%s</Code><Message>access key has length 9</Message></Error>"
        .formatted(code);
  }

  private Bucket bucket(String endpoint) {
    return buckets.open(
        new BucketLocation(URI.create(endpoint), "volsync", "odoo/", "auto"),
        new S3Credentials(new SecretValue("AKPLANTED"), new SecretValue(SECRET), Optional.empty()));
  }

  private Bucket bucket() {
    return bucket("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private Deadline in(Duration duration) {
    return Deadline.in(duration, clock);
  }

  private S3FailureException failure(Bucket bucket) {
    S3FailureException failure =
        catchThrowableOfType(
            S3FailureException.class,
            () -> bucket.list("", Optional.empty(), 1, in(Duration.ofSeconds(5))));
    StringWriter trace = new StringWriter();
    failure.printStackTrace(new PrintWriter(trace));
    assertThat(trace.toString()).doesNotContain(SECRET);
    return failure;
  }

  @Test
  void goesThroughAllPagesAndCountsThem() {
    handler =
        exchange -> {
          boolean second = exchange.getRequestURI().getQuery().contains("continuation-token=t1");
          send(exchange, 200, second ? LAST_PAGE : FIRST_PAGE);
        };
    List<ObjectSummary> objects = new ArrayList<>();
    bucket().listAll("snapshots/", objects::add, in(Duration.ofSeconds(5)));
    assertThat(objects)
        .containsExactly(
            new ObjectSummary("odoo/a", 3, Instant.parse("2026-11-22T08:00:00Z")),
            new ObjectSummary("odoo/b", 4, Instant.parse("2026-11-22T09:00:00Z")));
    assertThat(buckets.listRequests()).isEqualTo(2);
    assertThat(requests.get(0)).startsWith("GET /volsync?").contains("prefix=odoo%2Fsnapshots%2F");
  }

  @Test
  void aPageTellsLatencyAndTheClockOfTheStore() {
    handler =
        exchange -> {
          exchange.getResponseHeaders().set("Date", "Sun, 22 Nov 2026 14:02:00 GMT");
          send(exchange, 200, FIRST_PAGE);
        };
    Page page = bucket().list("", Optional.of("odoo/0"), 1, in(Duration.ofSeconds(5)));
    assertThat(page.truncated()).isTrue();
    assertThat(page.latency()).isPositive();
    assertThat(page.serverTime()).isPresent();
    assertThat(requests.get(0)).contains("start-after=odoo%2F0").contains("max-keys=1");
  }

  @ParameterizedTest
  @CsvSource({
    "401, Unauthorized, WRONG_KEY",
    "403, InvalidAccessKeyId, WRONG_KEY",
    "400, InvalidArgument, WRONG_KEY",
    "403, SignatureDoesNotMatch, WRONG_SECRET",
    "403, AccessDenied, NOT_ALLOWED",
    "403, NotEntitled, NOT_ALLOWED",
    "403, RequestTimeTooSkewed, CLOCK_SKEW",
    "400, ExpiredRequest, CLOCK_SKEW",
    "404, NoSuchBucket, NO_SUCH_BUCKET",
    "429, TooManyRequests, THROTTLED",
    "503, SlowDown, THROTTLED",
    "503, ServiceUnavailable, SERVER_ERROR",
    "500, InternalError, SERVER_ERROR",
    "501, NotImplemented, SERVER_ERROR",
    "301, PermanentRedirect, OTHER",
    "418, Teapot, OTHER"
  })
  void sortsWhatAStoreAnswers(int status, String code, Kind kind) {
    handler = answer(status, error(code));
    S3FailureException failure = failure(bucket());
    assertThat(failure.kind()).isEqualTo(kind);
    assertThat(failure.code()).isEqualTo(status + " " + code);
    assertThat(requests).hasSize(kind == Kind.THROTTLED ? 2 : 1);
    assertThat(buckets.listRequests()).isEqualTo(requests.size());
  }

  @Test
  void aRefusalWithoutABodyIsSortedByItsStatus() {
    handler = answer(403, "");
    assertThat(failure(bucket()).kind()).isEqualTo(Kind.NOT_ALLOWED);
  }

  @Test
  void anAnswerThatIsNotS3IsNoAnswer() {
    handler = answer(200, "<html>hello</html");
    assertThat(failure(bucket()).kind()).isEqualTo(Kind.OTHER);
  }

  @Test
  void aThrottledRequestIsRepeatedOnce() {
    AtomicInteger count = new AtomicInteger();
    handler =
        exchange ->
            send(
                exchange,
                count.incrementAndGet() == 1 ? 503 : 200,
                count.get() == 1 ? error("SlowDown") : LAST_PAGE);
    assertThat(bucket().list("", Optional.empty(), 1, in(Duration.ofSeconds(5))).objects())
        .hasSize(1);
  }

  @Test
  void aStoreThatHangsCostsNoMoreThanTheDeadline() {
    CountDownLatch never = new CountDownLatch(1);
    handler =
        exchange -> {
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    long begun = System.nanoTime();
    S3FailureException failure =
        catchThrowableOfType(
            S3FailureException.class,
            () -> bucket().list("", Optional.empty(), 1, in(Duration.ofMillis(700))));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aBodyThatTricklesCostsNoMoreThanTheDeadline() {
    handler = this::trickle;
    long begun = System.nanoTime();
    S3FailureException failure =
        catchThrowableOfType(
            S3FailureException.class,
            () -> bucket().list("", Optional.empty(), 1, in(Duration.ofMillis(700))));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
  }

  private void trickle(HttpExchange exchange) throws IOException {
    exchange.sendResponseHeaders(200, 1_000_000);
    for (int i = 0; i < 100; i++) {
      exchange.getResponseBody().write(' ');
      exchange.getResponseBody().flush();
      try {
        new CountDownLatch(1).await(100, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Test
  void tellsApartWhyThereIsNoConnection() throws IOException {
    assertThat(failure(bucket("http://no-such-host.invalid")).kind()).isEqualTo(Kind.DNS);
    int free;
    try (ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      workers.submit(() -> answerInPlainText(plain));
      free = plain.getLocalPort();
      assertThat(failure(bucket("https://127.0.0.1:" + free)).kind()).isEqualTo(Kind.TLS);
    }
    assertThat(failure(bucket("http://127.0.0.1:" + free)).kind()).isEqualTo(Kind.CONNECT);
    assertThat(failure(bucket("http://127.0.0.1:" + free)).code()).isEqualTo("connection refused");
  }

  private static Void answerInPlainText(ServerSocket plain) throws IOException {
    try (Socket socket = plain.accept()) {
      socket.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(UTF_8));
      socket.getOutputStream().flush();
      socket.getInputStream().readAllBytes();
    }
    return null;
  }

  @Test
  void noTimeLeftIsATimeOutBeforeAnythingIsSent() {
    S3FailureException failure =
        catchThrowableOfType(
            S3FailureException.class,
            () -> bucket().list("", Optional.empty(), 1, in(Duration.ZERO)));
    assertThat(failure.kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(requests).isEmpty();
  }

  @Test
  void aMissingObjectIsEmptyAndAMissingPermissionIsNot() {
    handler = answer(404, "");
    assertThat(bucket().head("odoo/config", in(Duration.ofSeconds(5)))).isEmpty();
    handler = answer(403, "");
    S3FailureException failure =
        catchThrowableOfType(
            S3FailureException.class,
            () -> bucket().head("odoo/config", in(Duration.ofSeconds(5))));
    assertThat(failure.kind()).isEqualTo(Kind.NOT_ALLOWED);
  }

  @Test
  void readsTheBeginningOfAnObjectAndNoMore() {
    AtomicInteger sent = new AtomicInteger();
    handler =
        exchange -> {
          exchange.sendResponseHeaders(200, 50_000_000);
          byte[] block = new byte[100_000];
          for (int i = 0; i < 500; i++) {
            exchange.getResponseBody().write(block);
            sent.addAndGet(block.length);
          }
        };
    Optional<byte[]> beginning = bucket().read("odoo/big", 1000, in(Duration.ofSeconds(5)));
    assertThat(beginning.orElseThrow()).hasSize(1000);
    assertThat(sent.get()).isLessThan(20_000_000);
  }

  @Test
  void readsShortAndEmptyObjectsWhole() {
    handler = answer(200, "status=DONE");
    assertThat(bucket().read("odoo/a", 1000, in(Duration.ofSeconds(5))).orElseThrow())
        .isEqualTo("status=DONE".getBytes(UTF_8));
    handler = answer(200, "");
    assertThat(bucket().read("odoo/a", 1000, in(Duration.ofSeconds(5))).orElseThrow()).isEmpty();
  }

  @Test
  void anObjectThatCannotBeReadIsAbsentOnlyWhereTheStoreSaysSo() {
    handler = answer(404, error("NoSuchKey"));
    assertThat(bucket().read("odoo/a", 1000, in(Duration.ofSeconds(5)))).isEmpty();
    handler = answer(404, error("NoSuchBucket"));
    assertThat(readFailure(Duration.ofSeconds(5)).kind()).isEqualTo(Kind.NO_SUCH_BUCKET);
    handler = answer(403, error("AccessDenied"));
    assertThat(readFailure(Duration.ofSeconds(5)).kind()).isEqualTo(Kind.NOT_ALLOWED);
  }

  @Test
  void anObjectThatTricklesCostsNoMoreThanTheDeadline() {
    handler = this::trickle;
    long begun = System.nanoTime();
    assertThat(readFailure(Duration.ofMillis(700)).kind()).isEqualTo(Kind.TIMEOUT);
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
  }

  private S3FailureException readFailure(Duration time) {
    return catchThrowableOfType(
        S3FailureException.class, () -> bucket().read("odoo/a", 10_000_000, in(time)));
  }

  @Test
  void foldersAreAskedForWithADelimiter() {
    handler =
        answer(
            200,
            """
            <?xml version="1.0"?><ListBucketResult><IsTruncated>false</IsTruncated>
            <CommonPrefixes><Prefix>odoo/x/prod-old/</Prefix></CommonPrefixes>
            <CommonPrefixes><Prefix>odoo/x/prod/</Prefix></CommonPrefixes>
            </ListBucketResult>""");
    assertThat(bucket().folders("x/", in(Duration.ofSeconds(5))))
        .containsExactly("prod-old", "prod");
    assertThat(requests.get(0)).contains("delimiter=%2F").contains("prefix=odoo%2Fx%2F");
  }

  @Test
  void aClockThatIsFarOffExplainsARefusedSignature() {
    S3Buckets tomorrow = new S3Buckets(Clock.offset(clock, Duration.ofHours(24)));
    handler = answer(403, error("SignatureDoesNotMatch"));
    Bucket bucket = tomorrow.open(bucket().location(), credentials("k"));
    S3FailureException failure =
        catchThrowableOfType(
            S3FailureException.class,
            () -> bucket.list("", Optional.empty(), 1, Deadline.in(Duration.ofSeconds(5), clock)));
    assertThat(failure.kind()).isEqualTo(Kind.CLOCK_SKEW);
    tomorrow.close();
  }

  @Test
  void keepsABoundedNumberOfClients() {
    handler = answer(200, LAST_PAGE);
    S3Clients clients = new S3Clients();
    BucketLocation location = bucket().location();
    for (int i = 0; i < 100; i++) {
      SdkBucket bucket = new SdkBucket(clients, location, credentials("k" + i), clock);
      assertThat(bucket.list("", Optional.empty(), 1, in(Duration.ofSeconds(5))).objects())
          .hasSize(1);
    }
    assertThat(clients.size()).isEqualTo(64);
    clients.close();
  }

  private static S3Credentials credentials(String key) {
    return new S3Credentials(new SecretValue(key), new SecretValue(SECRET), Optional.empty());
  }
}
