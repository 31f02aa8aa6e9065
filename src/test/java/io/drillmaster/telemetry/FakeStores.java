package io.drillmaster.telemetry;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.http.Http;
import io.drillmaster.http.HttpAsk;
import io.drillmaster.http.HttpFailureException;
import io.drillmaster.http.HttpReply;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Both stores, which answer each question with what a test gave for a part of it. */
final class FakeStores implements Http {
  static final String EMPTY = vector();
  private final Clock clock;
  private final Map<String, String> answers = new LinkedHashMap<>();
  private final List<HttpAsk> asked = new ArrayList<>();
  private Duration took = Duration.ofMillis(40);
  private Duration skew = Duration.ZERO;
  private int status = 200;
  private HttpFailureException.Kind failure;

  FakeStores(Clock clock) {
    this.clock = clock;
  }

  /** The answer to every question that holds this text; the latest that fits counts. */
  FakeStores answer(String part, String body) {
    answers.put(part, body);
    return this;
  }

  FakeStores takes(Duration time) {
    took = time;
    return this;
  }

  FakeStores clockIsAheadBy(Duration time) {
    skew = time;
    return this;
  }

  FakeStores status(int code) {
    status = code;
    return this;
  }

  FakeStores fails(HttpFailureException.Kind kind) {
    failure = kind;
    return this;
  }

  List<HttpAsk> asked() {
    return List.copyOf(asked);
  }

  /** {@code {label="x",…} value} for each, as a vector of the API. */
  static String vector(String... series) {
    return "{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":["
        + String.join(",", series)
        + "]}}";
  }

  /** One series of a vector; labels as JSON without braces. */
  static String series(String labels, Object value) {
    return "{\"metric\":{%s},\"value\":[1.5,\"%s\"]}".formatted(labels, value);
  }

  static String series(String labels, Instant value) {
    return series(labels, (Object) (value.toEpochMilli() / 1000.0));
  }

  @Override
  public HttpReply send(HttpAsk ask, Deadline deadline) {
    asked.add(ask);
    if (failure != null) {
      throw new HttpFailureException(failure, "as told", null);
    }
    String query = URLDecoder.decode(ask.uri().getRawQuery(), StandardCharsets.UTF_8);
    String body = ask.uri().getPath().contains("logsql") ? "" : EMPTY;
    for (Map.Entry<String, String> answer : answers.entrySet()) {
      body = query.contains(answer.getKey()) ? answer.getValue() : body;
    }
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME
            .withZone(ZoneOffset.UTC)
            .format(clock.instant().plus(skew));
    return new HttpReply(
        status,
        Map.of("Date", date, "Content-Type", "application/json"),
        body.getBytes(StandardCharsets.UTF_8),
        new HttpReply.Timing(took, took));
  }
}
