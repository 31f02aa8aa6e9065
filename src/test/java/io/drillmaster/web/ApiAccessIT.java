package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.net.http.HttpRequest;
import java.nio.file.Files;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ApiAccessIT {
  private static final String START = "/api/v1/clusters/infra/runs";
  private static final String BODY = "{\"kind\":\"verify-backups\"}";

  private static HttpRequest.Builder start(ApiFixture api) {
    return api.request(START)
        .header("Content-Type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(BODY));
  }

  @Test
  void mutationsNeedTheTokenAndReadsDoNot() {
    try (ApiFixture api = new ApiFixture()) {
      var nobody = api.send(start(api));
      assertThat(nobody.statusCode()).isEqualTo(401);
      assertThat(nobody.headers().firstValue("WWW-Authenticate").orElseThrow()).contains("Bearer");
      for (String wrong :
          List.of("Bearer x", "Bearer", "Basic eA==", "Bearer " + ApiFixture.TOKEN + "x", "")) {
        var refused = api.send(start(api).header("Authorization", wrong));
        assertThat(refused.statusCode()).as(wrong).isEqualTo(401);
        assertThat(refused.body()).doesNotContain(ApiFixture.TOKEN);
      }
      var twice =
          api.send(
              start(api)
                  .header("Authorization", "Bearer " + ApiFixture.TOKEN)
                  .header("Authorization", "Bearer other"));
      assertThat(twice.statusCode()).isEqualTo(401);
      assertThat(api.send(api.request("/api/v1/runs/7f3a").DELETE()).statusCode()).isEqualTo(401);
      assertThat(api.get("/api/v1/status", "*/*").statusCode()).isEqualTo(200);
      assertThat(api.runs.requests()).isEmpty();
    }
  }

  @Test
  void aRotatedTokenHoldsAtOnce() throws Exception {
    try (ApiFixture api = new ApiFixture()) {
      assertThat(api.post(START, BODY).statusCode()).isEqualTo(202);
      Files.writeString(api.tokenFile, "another-token");

      assertThat(api.post(START, BODY).statusCode()).isEqualTo(401);
      assertThat(api.send(start(api).header("Authorization", "Bearer another-token")).statusCode())
          .isEqualTo(202);

      Files.writeString(api.tokenFile, "\n");
      assertThat(api.post(START, BODY).statusCode()).isEqualTo(503);
      Files.delete(api.tokenFile);
      var unreadable = api.post(START, BODY);
      assertThat(unreadable.statusCode()).isEqualTo(503);
      assertThat(unreadable.body()).doesNotContain(api.tokenFile.toString());
    }
  }

  @Test
  void withoutATokenFileNothingCanBeStarted() {
    try (ApiFixture api = new ApiFixture(ApiFixture.Options.STANDARD.withoutToken())) {
      var refused = api.post(START, BODY);

      assertThat(refused.statusCode()).isEqualTo(403);
      assertThat(refused.body()).contains("api.tokenFile");
      assertThat(api.runs.requests()).isEmpty();
    }
  }

  @Test
  void readsCanBeClosed() {
    try (ApiFixture api = new ApiFixture(ApiFixture.Options.STANDARD.closed())) {
      api.runs.put("7f3a", SampleRuns.drillVerified());
      for (String path :
          List.of(
              "/",
              "/runs/7f3a",
              "/api/v1/status",
              "/api/v1/runs",
              "/api/v1/runs/7f3a",
              "/api/v1/runs/7f3a/events",
              "/api/v1/runs/7f3a/exit-code",
              "/api/v1/../v1/status",
              "//api/v1/status",
              "/api/v1/%73tatus")) {
        var refused = api.send(api.request(path));
        assertThat(refused.statusCode()).as(path).isIn(401, 404);
        assertThat(refused.body()).doesNotContain("n8n", "postgres");
        var allowed =
            api.send(api.request(path).header("Authorization", "Bearer " + ApiFixture.TOKEN));
        assertThat(allowed.statusCode()).as(path).isIn(200, 404);
      }
      assertThat(api.send(api.request("/openapi.json")).statusCode()).isEqualTo(200);
      assertThat(api.send(api.request("/static/drillmaster.css")).statusCode()).isEqualTo(200);
    }
  }

  @Test
  void aClientThatAsksForTooMuchHasToWait() {
    var few = ApiFixture.Options.STANDARD.limit(new RateLimit(3, 0.1));
    try (ApiFixture api = new ApiFixture(few)) {
      for (int i = 0; i < 3; i++) {
        assertThat(api.send(start(api)).statusCode()).isEqualTo(401);
      }
      var refused = api.post(START, BODY);

      assertThat(refused.statusCode()).isEqualTo(429);
      assertThat(refused.headers().firstValue("Retry-After").map(Integer::parseInt).orElse(0))
          .isBetween(1, 10);
      assertThat(api.get("/api/v1/status", "*/*").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void everyMutationIsInTheAuditLog() {
    Logger logger = (Logger) LoggerFactory.getLogger("audit");
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    log.start();
    logger.addAppender(log);
    logger.setLevel(Level.INFO);
    try (ApiFixture api = new ApiFixture()) {
      api.send(start(api));
      api.post(START, BODY);
      api.post(START, "{\"kind\":\"ev\\ril\"}");
      api.send(api.mutation("/api/v1/runs/run0000").DELETE());
      api.get("/api/v1/status", "*/*");

      Awaitility.await().until(() -> log.list.size() >= 4);
      assertThat(log.list.stream().map(ILoggingEvent::getFormattedMessage))
          .containsExactly(
              "at=2026-11-22T14:02:09Z who=nobody what=\"POST /api/v1/clusters/{cluster}/runs\""
                  + " about=\"-\" from=127.0.0.1 outcome=401",
              "at=2026-11-22T14:02:09Z who=static-token"
                  + " what=\"POST /api/v1/clusters/{cluster}/runs\""
                  + " about=\"verify-backups on infra, run run0000\" from=127.0.0.1 outcome=202",
              "at=2026-11-22T14:02:09Z who=static-token"
                  + " what=\"POST /api/v1/clusters/{cluster}/runs\""
                  + " about=\"-\" from=127.0.0.1 outcome=400",
              "at=2026-11-22T14:02:09Z who=static-token what=\"DELETE /api/v1/runs/{id}\""
                  + " about=\"verify-backups, run run0000\" from=127.0.0.1 outcome=202");
    } finally {
      logger.detachAppender(log);
      logger.setLevel(null);
    }
  }
}
