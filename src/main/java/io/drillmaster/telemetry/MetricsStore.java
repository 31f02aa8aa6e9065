package io.drillmaster.telemetry;

import io.drillmaster.config.TelemetryConfig.MetricsConfig;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpReply;
import io.drillmaster.http.JsonValue;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * Questions to VictoriaMetrics (1.79 to 1.150), single node or cluster, by its query API. Unless
 * told otherwise, it answers for a time half a minute ago ({@code -search.latencyOffset}) and gives
 * that as the time of the sample; so every question says {@code nocache} and {@code
 * latency_offset}, and asks for times of samples by {@code tlast_over_time}.
 */
final class MetricsStore {
  private static final String QUERY = "/api/v1/query";

  private final StoreCalls calls;
  private final MetricsConfig config;

  MetricsStore(Http http, MetricsConfig config) {
    this.config = config;
    this.calls = new StoreCalls(http, "the metrics store", config.url(), config.token(), Map.of());
  }

  /** A value and when it was measured. */
  record Point(Instant at, double value) {}

  /**
   * @param points at least one; exactly one unless raw samples were asked for
   */
  record Series(Map<String, String> labels, List<Point> points) {
    Series {
      labels = Map.copyOf(labels);
      points = List.copyOf(points);
    }

    double value() {
      return points.get(0).value();
    }
  }

  /**
   * @param partial whether a part of the store did not answer
   */
  record Answer(List<Series> series, boolean partial, HttpReply reply) {
    Answer {
      series = List.copyOf(series);
    }
  }

  /** {@code {cluster="apps"}}: the samples of one cluster. */
  String of(String sender) {
    return config.label() + "=\"" + sender + "\"";
  }

  /** A range in seconds, as MetricsQL writes it. */
  static String range(Duration time) {
    return "[" + Math.max(1, time.toSeconds()) + "s]";
  }

  /**
   * Asks for what holds at an instant.
   *
   * @throws io.drillmaster.core.probe.CouldNotLookException where there is no answer of use
   */
  Answer query(String query, Instant at, Deadline deadline) {
    Map<String, String> parameters = parameters(query, at, deadline);
    HttpReply reply = calls.get(QUERY, parameters, deadline);
    Optional<JsonValue> json =
        reply.json().filter(j -> j.text("status").filter("success"::equals).isPresent());
    Optional<List<Series>> series = json.flatMap(MetricsStore::series);
    if (series.isEmpty()) {
      throw calls.notUnderstood(reply, QUERY, parameters, "JSON with data.result");
    }
    return new Answer(series.get(), json.get().isTrue("isPartial"), reply);
  }

  /** The same question for people. */
  String command(String query) {
    return calls.command(QUERY, Map.of("query", query));
  }

  private static Map<String, String> parameters(String query, Instant at, Deadline deadline) {
    Map<String, String> parameters = new LinkedHashMap<>();
    parameters.put("query", query);
    parameters.put("time", BigDecimal.valueOf(at.toEpochMilli(), 3).toPlainString());
    parameters.put("nocache", "1");
    parameters.put("latency_offset", "0s");
    parameters.put("timeout", Math.max(1, deadline.remaining().toSeconds()) + "s");
    return parameters;
  }

  /** Empty where it is not as the API gives it: a vector, or raw samples. */
  private static Optional<List<Series>> series(JsonValue json) {
    if (!json.at("data", "result").isList()) {
      return Optional.empty();
    }
    List<Series> all = new ArrayList<>();
    for (JsonValue item : json.items("data", "result")) {
      List<Point> points = new ArrayList<>();
      List<JsonValue> pairs =
          item.at("value").isList() ? List.of(item.at("value")) : item.items("values");
      for (JsonValue pair : pairs) {
        Optional<Point> point = point(pair.items());
        if (point.isEmpty()) {
          return Optional.empty();
        }
        points.add(point.get());
      }
      if (points.isEmpty()) {
        return Optional.empty();
      }
      all.add(new Series(item.texts("metric"), points));
    }
    return Optional.of(all);
  }

  private static Optional<Point> point(List<JsonValue> pair) {
    OptionalDouble at = pair.size() == 2 ? pair.get(0).number() : OptionalDouble.empty();
    OptionalDouble value = pair.size() == 2 ? pair.get(1).number() : OptionalDouble.empty();
    return at.isPresent() && value.isPresent()
        ? Optional.of(new Point(instant(at.getAsDouble()), value.getAsDouble()))
        : Optional.empty();
  }

  /** Unix seconds, as the store writes times. */
  static Instant instant(double seconds) {
    return Instant.ofEpochMilli(Math.round(seconds * 1000));
  }
}
