package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunRefusedException;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WebApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String START = "/api/v1/clusters/infra/runs";
  private ApiFixture api;

  @BeforeEach
  void start() {
    api = new ApiFixture();
  }

  @AfterEach
  void stop() {
    api.close();
  }

  @Test
  void rendersTheStatusAsTheClientLikesIt() throws Exception {
    HttpResponse<String> text = api.get("/api/v1/status", "text/plain");
    HttpResponse<String> json = api.get("/api/v1/status", "*/*");
    HttpResponse<String> one = api.get("/api/v1/clusters/apps/status", "application/json");

    assertThat(text.body()).startsWith("Backups on infra").contains("Backups on apps");
    assertThat(text.headers().firstValue("Content-Type")).hasValue("text/plain; charset=utf-8");
    assertThat(JSON.readTree(json.body()).at("/status").asText()).isEqualTo("CRITICAL");
    assertThat(JSON.readTree(one.body()).at("/clusters")).hasSize(1);
    assertThat(api.get("/api/v1/status?color=always", "text/plain").body()).contains("\u001b[31m");
    assertThat(api.get("/api/v1/clusters/all/status", "text/plain").body()).isEqualTo(text.body());
  }

  @Test
  void startsARunAndSaysWhereItIs() throws Exception {
    HttpResponse<String> started = api.post(START, "{\"kind\":\"verify-backups\"}");

    assertThat(started.statusCode()).as(started.body()).isEqualTo(202);
    String location = started.headers().firstValue("Location").orElseThrow();
    JsonNode run = JSON.readTree(api.get(location, "application/json").body());
    assertThat(run.at("/kind").asText()).isEqualTo("verify-backups");
    assertThat(run.at("/requestedBy").asText()).isEqualTo("static-token");
    assertThat(api.get(location + "/exit-code", "*/*").statusCode()).isEqualTo(425);
  }

  @Test
  void theSameKeyGivesTheSameRun() {
    var first =
        api.send(
            api.mutation(START)
                .header("Idempotency-Key", "dr-1")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"kind\":\"verify-backups\"}")));
    var second =
        api.send(
            api.mutation(START)
                .header("Idempotency-Key", "dr-1")
                .POST(
                    java.net.http.HttpRequest.BodyPublishers.ofString(
                        "{\"kind\":\"verify-backups\"}")));

    assertThat(first.headers().firstValue("Location"))
        .isEqualTo(second.headers().firstValue("Location"));
    assertThat(api.runs.requests()).hasSize(1);
  }

  @Test
  void cancelsARun() throws Exception {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());

    var cancelled = api.send(api.mutation("/api/v1/runs/7f3a").DELETE());

    assertThat(cancelled.statusCode()).as(cancelled.body()).isEqualTo(202);
    assertThat(JSON.readTree(cancelled.body()).at("/state").asText()).isEqualTo("CANCELLED");
    assertThat(api.get("/api/v1/runs/7f3a/exit-code", "text/plain").body()).isEqualTo("130\n");
  }

  @Test
  void aRunInTheWayIsNamed() throws Exception {
    api.runs.refuse(
        new RunRefusedException(
            RunRefusedException.Reason.ALREADY_RUNNING, "no", Optional.of(new RunId("7f3a"))));

    var refused = api.post(START, "{\"kind\":\"verify-backups\"}");

    assertThat(refused.statusCode()).isEqualTo(409);
    JsonNode problem = JSON.readTree(refused.body());
    assertThat(problem.at("/run").asText()).isEqualTo("/api/v1/runs/7f3a");
    assertThat(problem.at("/next").asText()).isEqualTo("task dr:watch RUN=7f3a");
  }

  @Test
  void nothingOfTheRequestComesBack() {
    var response =
        api.send(
            api.request("/api/v1/status")
                .header("X-Secret-Header", "s3cret-value")
                .header("Accept", "application/json"));

    assertThat(response.headers().map().toString()).doesNotContainIgnoringCase("secret");
    assertThat(response.headers().firstValue("Content-Security-Policy").orElseThrow())
        .contains("default-src 'none'")
        .doesNotContain("unsafe");
    assertThat(response.headers().map())
        .containsKeys("x-content-type-options", "x-frame-options", "cache-control");
  }

  @Test
  void aDefectShowsNothingOfItself() {
    api.runs.put("7f3a", SampleRuns.drillUnderWay());
    api.runs.breakDown();

    var response = api.get("/api/v1/runs/7f3a", "application/json");

    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(response.body()).contains("internal-error").doesNotContain("jdbc", "Exception");
  }
}
