package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiBadInputIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String START = "/api/v1/clusters/infra/runs";
  private static ApiFixture api;

  @BeforeAll
  static void start() {
    api = new ApiFixture(ApiFixture.Options.STANDARD.timeout(Duration.ofSeconds(2)));
    api.runs.put("7f3a", SampleRuns.drillVerified());
  }

  @AfterAll
  static void stop() {
    api.close();
  }

  @AfterEach
  void itIsStillAlive() {
    assertThat(api.get("/api/v1/status", "text/plain").statusCode()).isEqualTo(200);
  }

  private static JsonNode problem(HttpResponse<String> response, int status) throws Exception {
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(response.body())
        .doesNotContain("Exception", "at io.", "vertx", "camel", "s3cret", "<script");
    JsonNode json = JSON.readTree(response.body());
    assertThat(json.at("/status").asInt()).isEqualTo(status);
    assertThat(json.at("/next").asText()).isNotBlank();
    return json;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/nowhere",
        "/api",
        "/api/v1",
        "/api/v1/",
        "/api/v1/status/",
        "/api/v2/status",
        "/api/v1/clusters//status",
        "/api/v1/clusters/s3cret/status",
        "/api/v1/clusters/infra%2Fapps/status",
        "/api/v1/clusters/infra%00/status",
        "/api/v1/clusters/%3Cscript%3E/status",
        "/api/v1/clusters/..%2f..%2fetc%2fpasswd/status",
        "/api/v1/runs/s3cret-run",
        "/api/v1/runs/zzzz",
        "/api/v1/runs/%00",
        "/api/v1/runs/%ff%fe",
        "/api/v1/runs/7f3a%0d%0aX-Evil:%201",
        "/api/v1/runs/zzzz/events",
        "/api/v1/runs/S3CRET/events",
        "/static/../openapi.json/x",
        "/static/..%2f..%2fapplication.properties",
        "/static/%2e%2e/%2e%2e/etc/passwd",
        "/static/.",
        "/static/logback.xml",
        "/runs/zzzz",
        "/health",
        "/metrics"
      })
  void whatIsNotThereIsNotFound(String path) throws Exception {
    problem(api.get(path, "*/*"), 404);
  }

  @ParameterizedTest
  @CsvSource({
    "PUT,/api/v1/status,'GET, HEAD, OPTIONS'",
    "POST,/api/v1/status,'GET, HEAD, OPTIONS'",
    "GET,/api/v1/clusters/infra/runs,'OPTIONS, POST'",
    "PATCH,/api/v1/runs/7f3a,'DELETE, GET, HEAD, OPTIONS'",
    "DELETE,/,'GET, HEAD, OPTIONS'",
    "BREW,/api/v1/status,'GET, HEAD, OPTIONS'",
    "POST,/api/v1/runs/7f3a/events,'GET, HEAD, OPTIONS'"
  })
  void aWrongMethodIsToldWhichAreRight(String method, String path, String allow) throws Exception {
    var response = api.send(api.mutation(path).method(method, HttpRequest.BodyPublishers.noBody()));

    problem(response, 405);
    assertThat(response.headers().firstValue("Allow")).hasValue(allow);
  }

  @Test
  void optionsAndHeadAreAnsweredWithoutBody() {
    var options =
        api.send(
            api.request("/api/v1/runs/7f3a")
                .method("OPTIONS", HttpRequest.BodyPublishers.noBody()));
    assertThat(options.statusCode()).isEqualTo(204);
    assertThat(options.headers().firstValue("Allow")).hasValue("DELETE, GET, HEAD, OPTIONS");
    for (String path :
        List.of("/", "/api/v1/status", "/api/v1/runs/7f3a", "/api/v1/runs/7f3a/events")) {
      var head = api.send(api.request(path).method("HEAD", HttpRequest.BodyPublishers.noBody()));
      assertThat(head.statusCode()).as(path).isEqualTo(200);
      assertThat(head.body()).isEmpty();
      assertThat(head.headers().firstValue("Content-Type")).isPresent();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"image/png", "text/plain;q=0", "garbage", "application/json;q=0"})
  void whatCannotBeHadIsNotAcceptable(String accept) throws Exception {
    var response = api.get("/api/v1/runs/7f3a/evidence", accept);

    assertThat(response.statusCode()).isEqualTo(406);
    assertThat(response.body()).contains("application/json").doesNotContain("image/png");
  }

  @Test
  void everythingThatIsWrongWithABodyIsSaidAtOnce() throws Exception {
    var response =
        api.post(START, "{\"kind\":\"verify-backups\",\"componet\":\"s3cret\",\"component\":5}");

    JsonNode json = problem(response, 400);
    assertThat(json.at("/errors").toString())
        .isEqualTo(
            "[{\"pointer\":\"/component\",\"message\":\"must be a text\"},"
                + "{\"pointer\":\"\",\"message\":\"field 2 is not known; known: kind, component;"
                + " did you mean component?\"}]");
  }

  @Test
  void curlUsersGetWordsAndBrowsersAPage() {
    var text = api.get("/api/v1/runs/zzzz", "text/plain");
    var page = api.get("/runs/zzzz", "text/html,*/*;q=0.8");

    assertThat(text.body()).isEqualTo("error: There is no such run.\nnext: task dr:history\n");
    assertThat(page.body()).startsWith("<!doctype html>").contains("There is no such run.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data; boundary=x",
        "application/json; charset=utf-16",
        "application/json; charset=s3cret",
        "application/jsonx",
        ""
      })
  void aBodyMustBeJson(String type) throws Exception {
    var request =
        api.request(START)
            .header("Authorization", "Bearer " + ApiFixture.TOKEN)
            .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"verify-backups\"}"));
    problem(api.send(type.isEmpty() ? request : request.header("Content-Type", type)), 415);
  }

  @Test
  void aCharsetThatIsRightIsRight() {
    var request =
        api.request(START)
            .header("Authorization", "bearer  " + ApiFixture.TOKEN)
            .header("Content-Type", "Application/JSON; Charset=\"UTF-8\"")
            .POST(HttpRequest.BodyPublishers.ofString("{\"kind\":\"verify-backups\"}"));
    assertThat(api.send(request).statusCode()).isEqualTo(202);
  }

  @Test
  void aHugeBodyIsRefusedWhetherItsSizeIsToldOrNot() throws Exception {
    String huge = "{\"kind\":\"" + "x".repeat(1024 * 1024) + "\"}";
    problem(overHttp1(HttpRequest.BodyPublishers.ofString(huge)), 413);
    problem(
        overHttp1(
            HttpRequest.BodyPublishers.fromPublisher(HttpRequest.BodyPublishers.ofString(huge))),
        413);
  }

  private static HttpResponse<String> overHttp1(HttpRequest.BodyPublisher body) throws Exception {
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    return client.send(
        api.mutation(START).POST(body).build(), HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void garbageOfAnyKindIsABadRequest() throws Exception {
    Random random = new Random(7);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(400)];
      random.nextBytes(garbage);
      var response =
          api.send(api.mutation(START).POST(HttpRequest.BodyPublishers.ofByteArray(garbage)));
      problem(response, 400);
    }
  }

  @Test
  void aBodyThatComesTooSlowlyIsGivenUp() throws Exception {
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              ("POST "
                      + START
                      + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                      + ApiFixture.TOKEN
                      + "\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n{\"k")
                  .getBytes(StandardCharsets.UTF_8));
      Instant before = Instant.now();
      InputStream in = socket.getInputStream();
      String answer = new String(in.readAllBytes(), StandardCharsets.UTF_8);

      assertThat(answer).startsWith("HTTP/1.1 408").contains("request-timeout");
      assertThat(Duration.between(before, Instant.now())).isLessThan(Duration.ofSeconds(8));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/status?limit=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /api/v1/runs?limit=%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET /api/v1/runs/%zz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET * HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n",
        "GET / HTTP/9.9\r\nHost: a\r\nConnection: close\r\n\r\n",
        "\u0000\u0001\u0002 s3cret\r\n\r\n",
        "GET /api/v1/status HTTP/1.1\r\nHost: a\r\nBad Header: 1\r\nConnection: close\r\n\r\n",
        "POST /api/v1/clusters/infra/runs HTTP/1.1\r\nHost: a\r\nContent-Length: -5\r\nConnection: close\r\n\r\n",
        "POST /api/v1/clusters/infra/runs HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nContent-Length: 6\r\nConnection: close\r\n\r\nabcdef"
      })
  void brokenRequestsAreRefused(String request) throws Exception {
    String answer = api.raw(request);

    assertThat(answer).matches("(?s)HTTP/\\d.\\d (4\\d\\d|501|505) .*");
    assertThat(answer).doesNotContain("Exception", "s3cret", "at io.");
  }

  @Test
  void headersThatAreTooLongAreRefused() throws Exception {
    String answer =
        api.raw(
            "GET /api/v1/status HTTP/1.1\r\nHost: a\r\nX-Long: "
                + "a".repeat(100_000)
                + "\r\nConnection: close\r\n\r\n");

    assertThat(answer).startsWith("HTTP/1.1 431");
  }

  @Test
  void aHeaderCannotPretendToBeAVariableOfThePath() throws Exception {
    var response =
        api.send(
            api.request("/api/v1/clusters/apps/status")
                .header("cluster", "infra")
                .header("id", "7f3a")
                .header("CamelHttpResponseCode", "299")
                .header("CamelVertxPlatformHttpAuthenticatedUser", "root"));

    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(JSON.readTree(response.body()).at("/clusters/0/cluster").asText()).isEqualTo("apps");
    assertThat(api.get("/api/v1/clusters/apps/status?cluster=infra", "*/*").statusCode())
        .isEqualTo(400);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "limit=0 | ?limit | must be a number from 1 to 1000",
        "limit=1001 | ?limit | must be a number from 1 to 1000",
        "limit=s3cret | ?limit | must be a number from 1 to 1000",
        "limit=99999999999999999999 | ?limit | must be a number from 1 to 1000",
        "limit= | ?limit | must be a number from 1 to 1000",
        "limit=1&limit=2 | ?limit | is given more than once",
        "cluster=infr | ?cluster | is not known; known: infra, apps; did you mean infra?",
        "kind=s3cret | ?kind | is not known; known: verify-backups, volsync-restore",
        "clutser=infra | ? | holds a parameter that is not known; known: cluster, kind, limit, color; did you mean cluster?",
        "color=red | ?color | must be always or never"
      })
  void aWrongQueryIsExplained(String query, String pointer, String message) throws Exception {
    JsonNode json = problem(api.get("/api/v1/runs?" + query, "application/json"), 400);

    assertThat(json.at("/errors/0/pointer").asText()).isEqualTo(pointer);
    assertThat(json.at("/errors/0/message").asText()).isEqualTo(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "s3cret key", "a/b", "\"quoted\"", "ключ"})
  void anOddIdempotencyKeyIsRefused(String key) throws Exception {
    String answer =
        api.raw(
            "POST "
                + START
                + " HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer "
                + ApiFixture.TOKEN
                + "\r\nContent-Type: application/json\r\nConnection: close\r\nIdempotency-Key: "
                + key
                + "\r\nContent-Length: 25\r\n\r\n{\"kind\":\"verify-backups\"}");

    assertThat(answer)
        .startsWith("HTTP/1.1 400")
        .contains("Idempotency-Key")
        .doesNotContain("s3cret");
    assertThat(
            api.send(
                    api.mutation(START)
                        .header("Idempotency-Key", "k".repeat(129))
                        .POST(HttpRequest.BodyPublishers.ofString("{}")))
                .statusCode())
        .isEqualTo(400);
  }

  @Test
  void otherSitesMayNotReadIt() {
    var response = api.send(api.request("/api/v1/status").header("Origin", "https://evil.example"));

    assertThat(response.headers().map().keySet())
        .noneMatch(name -> name.startsWith("access-control"));
  }
}
