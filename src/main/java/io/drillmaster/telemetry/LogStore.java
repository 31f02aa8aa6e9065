package io.drillmaster.telemetry;

import io.drillmaster.config.TelemetryConfig.LogsConfig;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.JsonValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Questions to VictoriaLogs by its query API: LogsQL in, JSON lines out, nothing at all where
 * nothing was found. Every question is bounded in time and in lines.
 */
final class LogStore {
  private static final String QUERY = "/select/logsql/query";

  private final StoreCalls calls;
  private final LogsConfig config;

  LogStore(Http http, LogsConfig config) {
    this.config = config;
    Map<String, String> tenant =
        Map.of(
            "AccountID", String.valueOf(config.tenant().account()),
            "ProjectID", String.valueOf(config.tenant().project()));
    this.calls = new StoreCalls(http, "the log store", config.url(), config.token(), tenant);
  }

  /**
   * @param lines the fields of each
   */
  record Answer(List<Map<String, String>> lines, HttpReply reply) {
    Answer {
      lines = List.copyOf(lines);
    }
  }

  /**
   * What to look for.
   *
   * @param limit how many lines at most, the newest first
   */
  record Question(String query, Instant from, Instant to, int limit) {}

  /** Lines whose field is exactly this: {@code :} would find its words within others. */
  String of(String sender) {
    return "\"" + config.field() + "\":=\"" + sender + "\"";
  }

  /** How many lines there are of each cluster. */
  String counts() {
    return "* | stats by (\"" + config.field() + "\") count() as lines";
  }

  /**
   * @throws io.drillmaster.core.probe.CouldNotLookException where there is no answer of use
   */
  Answer ask(Question question, Deadline deadline) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("query", question.query());
    parameters.put("start", question.from().toString());
    parameters.put("end", question.to().toString());
    parameters.put("limit", String.valueOf(question.limit()));
    parameters.put("timeout", Math.max(1, deadline.remaining().toSeconds()) + "s");
    HttpReply reply = calls.get(QUERY, parameters, deadline);
    List<Map<String, String>> lines = new ArrayList<>();
    for (String line : reply.text().split("\n")) {
      if (!line.isBlank()) {
        Optional<JsonValue> json = JsonValue.parse(line).filter(JsonValue::isObject);
        if (json.isEmpty()) {
          throw calls.notUnderstood(reply, QUERY, parameters, "one JSON object in each line");
        }
        lines.add(json.get().texts());
      }
    }
    return new Answer(lines, reply);
  }

  /** The same question for people. */
  String command(String query) {
    return calls.command(QUERY, Map.of("query", "_time:15m " + query, "limit", "10"));
  }
}
