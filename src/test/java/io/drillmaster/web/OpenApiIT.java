package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import io.drillmaster.core.evidence.Evidence;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunRefusedException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The description of the API against what the API really answers. */
class OpenApiIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonSchemaFactory SCHEMAS =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private static final String START = "{\"kind\":\"verify-backups\"}";
  private final Set<String> seen = new TreeSet<>();
  private ApiFixture api;
  private JsonNode document;

  @BeforeEach
  void start() throws Exception {
    api = new ApiFixture();
    api.runs.put("7f3a", SampleRuns.drillVerified());
    api.runs.put("1e77", SampleRuns.drillFailed());
    api.runs.put("5b20", SampleRuns.verification());
    api.runs.put("9c1d", SampleRuns.drillUnderWay());
    api.evidence.put(
        new RunId("7f3a"),
        RunJson.evidence(
            new Evidence(
                1, SampleRuns.fold("7f3a", SampleRuns.drillVerified()), Map.of("version", "1"))));
    document = JSON.readTree(api.get("/openapi.json", "application/json").body());
  }

  @AfterEach
  void stop() {
    api.close();
  }

  private JsonNode resolve(JsonNode node) {
    return node.has("$ref") ? document.at(node.get("$ref").asText().substring(1)) : node;
  }

  /** Asks, and holds the answer against the response that the description has for its status. */
  private HttpResponse<String> check(
      String template, String path, String method, String accept, int status) throws IOException {
    HttpRequest.Builder request =
        api.mutation(path)
            .header("Accept", accept)
            .method(
                method,
                method.equals("POST")
                    ? HttpRequest.BodyPublishers.ofString(START)
                    : HttpRequest.BodyPublishers.noBody());
    return check(template, method, api.send(request), status);
  }

  private HttpResponse<String> check(
      String template, String method, HttpResponse<String> response, int status)
      throws IOException {
    assertThat(response.statusCode()).as(template + " " + response.body()).isEqualTo(status);
    JsonNode operation =
        document.path("paths").path(template).path(method.toLowerCase(Locale.ROOT));
    JsonNode described = resolve(operation.path("responses").path(Integer.toString(status)));
    assertThat(described.isMissingNode()).as("%s %s is not described", template, status).isFalse();
    String type = response.headers().firstValue("Content-Type").orElse("").replaceAll(";.*", "");
    JsonNode content = described.path("content").path(type);
    assertThat(content.isMissingNode()).as("%s %d answers %s", template, status, type).isFalse();
    if (type.endsWith("json")) {
      assertThat(problems(content.path("schema"), JSON.readTree(response.body())))
          .as(template + "\n" + response.body())
          .isEmpty();
    }
    described
        .path("headers")
        .fieldNames()
        .forEachRemaining(name -> assertThat(response.headers().firstValue(name)).isPresent());
    seen.add(method + " " + template);
    return response;
  }

  private Set<ValidationMessage> problems(JsonNode schema, JsonNode body) {
    ObjectNode whole = JSON.createObjectNode();
    whole.set("components", document.get("components"));
    whole.setAll((ObjectNode) schema);
    return SCHEMAS.getSchema(whole).validate(body);
  }

  @Test
  void everyOperationAnswersWhatItsDescriptionSays() throws Exception {
    String runs = "/api/v1/runs";
    String json = "application/json";
    for (String accept : new String[] {json, "text/plain"}) {
      check("/api/v1/status", "/api/v1/status", "GET", accept, 200);
      check(
          "/api/v1/clusters/{cluster}/status", "/api/v1/clusters/apps/status", "GET", accept, 200);
      check(runs, runs + "?limit=3", "GET", accept, 200);
      check(runs + "/{id}/exit-code", runs + "/1e77/exit-code", "GET", accept, 200);
      check("/api/v1/clusters/{cluster}/runs", "/api/v1/clusters/all/runs", "POST", accept, 202);
    }
    for (String id : new String[] {"7f3a", "1e77", "5b20", "9c1d"}) {
      for (String accept : new String[] {json, "text/plain", "text/html"}) {
        check(runs + "/{id}", runs + "/" + id, "GET", accept, 200);
      }
      check("/runs/{id}", "/runs/" + id, "GET", "text/html", 200);
    }
    check(runs + "/{id}/events", runs + "/7f3a/events", "GET", "text/event-stream", 200);
    check(runs + "/{id}/events", runs + "/7f3a/events", "GET", "text/plain", 200);
    check(runs + "/{id}/evidence", runs + "/7f3a/evidence", "GET", json, 200);
    check(runs + "/{id}", runs + "/9c1d", "DELETE", json, 202);
    check("/", "/", "GET", "text/html", 200);
    check("/openapi.json", "/openapi.json", "GET", json, 200);
    for (String file : new String[] {"drillmaster.css", "refresh.js", "favicon.svg"}) {
      check("/static/{file}", "/static/" + file, "GET", "*/*", 200);
    }
    assertThat(seen).isEqualTo(described());
  }

  private Set<String> described() {
    Set<String> all = new TreeSet<>();
    for (Map.Entry<String, JsonNode> path : document.get("paths").properties()) {
      path.getValue()
          .fieldNames()
          .forEachRemaining(m -> all.add(m.toUpperCase(Locale.ROOT) + " " + path.getKey()));
    }
    return all;
  }

  @Test
  void everyProblemIsDescribed() throws Exception {
    String json = "application/json";
    String run = "/api/v1/runs/{id}";
    String start = "/api/v1/clusters/{cluster}/runs";
    check(run, "/api/v1/runs/zzzz", "GET", json, 404);
    check(run, "/api/v1/runs/zzzz", "DELETE", json, 404);
    check(run, "/api/v1/runs/7f3a", "GET", "image/png", 406);
    check(run, "/api/v1/runs/7f3a?color=red", "GET", json, 400);
    check(run + "/exit-code", "/api/v1/runs/9c1d/exit-code", "GET", json, 425);
    check(run + "/evidence", "/api/v1/runs/9c1d/evidence", "GET", json, 425);
    check(run + "/evidence", "/api/v1/runs/1e77/evidence", "GET", json, 404);
    check(run + "/events", "/api/v1/runs/zzzz/events", "GET", "*/*", 404);
    check(start, "/api/v1/clusters/nowhere/runs", "POST", json, 404);
    check(start, "POST", api.post("/api/v1/clusters/apps/runs", "{}"), 400);
    check(start, "POST", api.post("/api/v1/clusters/apps/runs", "x".repeat(20_000)), 413);
    check(
        start,
        "POST",
        api.send(
            api.request("/api/v1/clusters/apps/runs")
                .POST(HttpRequest.BodyPublishers.ofString(START))),
        401);
    for (RunRefusedException.Reason reason : RunRefusedException.Reason.values()) {
      api.runs.refuse(
          new RunRefusedException(reason, "foreign text", Optional.of(new RunId("9c1d"))));
      HttpResponse<String> refused = api.post("/api/v1/clusters/apps/runs", START);
      check(start, "POST", refused, refused.statusCode());
      assertThat(refused.statusCode()).as(reason.name()).isIn(409, 429, 503);
      assertThat(refused.body()).doesNotContain("foreign text");
    }
    api.runs.breakDown();
    check(run, "/api/v1/runs/7f3a", "GET", json, 500);
  }

  @Test
  void everyRouteIsDescribedAndEveryDescribedPathIsARoute() throws Exception {
    JsonNode routes =
        new ObjectMapper(new YAMLFactory()).readTree(Path.of("routes/api.camel.yaml").toFile());
    Set<String> served = new TreeSet<>();
    served.add("GET /api/v1/runs/{id}/events");
    for (JsonNode entry : routes) {
      JsonNode from = entry.path("route").path("from");
      if (!from.isMissingNode()) {
        String path = from.get("uri").asText().replace("platform-http:", "");
        for (String method : from.at("/parameters/httpMethodRestrict").asText().split(",")) {
          if (!method.equals("HEAD")) {
            served.add(method + " " + path);
          }
        }
      }
    }

    assertThat(served).isEqualTo(described());
  }

  @Test
  void theExamplesAreWhatTheSchemasSay() {
    Map<String, Set<ValidationMessage>> wrong = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> response : document.at("/components/responses").properties()) {
      JsonNode problem = response.getValue().at("/content/application~1problem+json");
      Set<ValidationMessage> problems = problems(problem.get("schema"), problem.get("example"));
      if (!problems.isEmpty()) {
        wrong.put(response.getKey(), problems);
      }
    }
    assertThat(wrong).isEmpty();
  }

  @Test
  void theDocumentIsOpenApi31WithUniqueOperationsAndNoDanglingReference() {
    assertThat(document.get("openapi").asText()).startsWith("3.1.");
    var ids = document.findValuesAsText("operationId");
    assertThat(ids).doesNotHaveDuplicates().hasSize(described().size());
    for (String reference : document.findValuesAsText("$ref")) {
      assertThat(document.at(reference.substring(1)).isMissingNode()).as(reference).isFalse();
    }
  }
}
