package io.drillmaster.lab.telemetry;

import io.drillmaster.lab.telemetry.Samples.Found;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The part of MetricsQL that is asked: a range of raw samples, or an aggregate of one rollup of it,
 * as VictoriaMetrics 1.79 answers.
 */
final class MetricsQl {
  private static final Pattern QUERY =
      Pattern.compile(
          "(?<limit>limitk\\(20, )?"
              + "((?<aggregate>sum|max|count)\\((?<rollup>increase|min_over_time|tlast_over_time)\\()?"
              + "(?<name>[a-z_:]*)(\\{(?<matchers>[^}]*)})?\\[(?<seconds>\\d+)s]"
              + "(?<ends>\\)( keep_metric_names)?\\))?( by \\((?<by>\\w+)\\))?\\)?");
  private static final Pattern MATCHER = Pattern.compile("(\\w+)(=~|=)\"([^\"]*)\"");

  private final Matcher query;

  private MetricsQl(Matcher query) {
    this.query = query;
  }

  /** Empty where it is not understood. */
  static Optional<MetricsQl> parse(String query) {
    Matcher matcher = QUERY.matcher(query);
    boolean good =
        matcher.matches()
            && (matcher.group("aggregate") == null) == (matcher.group("ends") == null);
    return good ? Optional.of(new MetricsQl(matcher)) : Optional.empty();
  }

  /** {@code data} of the answer, as JSON. */
  String answer(Samples samples, Instant at) {
    Instant from = at.minusSeconds(Long.parseLong(query.group("seconds")));
    List<Found> found = samples.within(selector(), from, at);
    return query.group("aggregate") == null ? matrix(found) : vector(found, at);
  }

  private Predicate<Map<String, String>> selector() {
    Predicate<Map<String, String>> all =
        labels ->
            query.group("name").isEmpty() || query.group("name").equals(labels.get("__name__"));
    Matcher each = MATCHER.matcher(Optional.ofNullable(query.group("matchers")).orElse(""));
    while (each.find()) {
      String label = each.group(1);
      Pattern value =
          Pattern.compile(
              each.group(2).equals("=~") ? each.group(3) : Pattern.quote(each.group(3)));
      all = all.and(labels -> value.matcher(labels.getOrDefault(label, "")).matches());
    }
    return all;
  }

  private static String matrix(List<Found> found) {
    return found.stream()
        .map(
            one ->
                "{\"metric\":%s,\"values\":[%s]}"
                    .formatted(
                        json(one.labels()),
                        one.points().entrySet().stream()
                            .map(p -> pair(p.getKey(), p.getValue()))
                            .collect(Collectors.joining(","))))
        .collect(Collectors.joining(",", "{\"resultType\":\"matrix\",\"result\":[", "]}"));
  }

  private String vector(List<Found> found, Instant at) {
    Map<String, Double> groups = new TreeMap<>();
    Optional<String> by = Optional.ofNullable(query.group("by"));
    for (Found one : found) {
      String group = by.map(label -> one.labels().getOrDefault(label, "")).orElse("");
      double value = query.group("aggregate").equals("count") ? 1 : rollup(one);
      groups.merge(group, value, query.group("aggregate").equals("max") ? Math::max : Double::sum);
    }
    return groups.entrySet().stream()
        .map(
            group ->
                "{\"metric\":%s,\"value\":%s}"
                    .formatted(
                        group.getKey().isEmpty()
                            ? "{}"
                            : json(Map.of(by.orElseThrow(), group.getKey())),
                        pair(at, group.getValue())))
        .collect(Collectors.joining(",", "{\"resultType\":\"vector\",\"result\":[", "]}"));
  }

  private double rollup(Found one) {
    return switch (query.group("rollup")) {
      case "tlast_over_time" -> one.points().lastKey().toEpochMilli() / 1000.0;
      case "min_over_time" ->
          one.points().values().stream().mapToDouble(v -> v).min().orElseThrow();
      default -> increase(one);
    };
  }

  /** Counters of the lab begin before the window and are never reset. */
  private static double increase(Found one) {
    return one.points().lastEntry().getValue() - one.points().firstEntry().getValue();
  }

  private static String pair(Instant at, double value) {
    return "[%s,\"%s\"]"
        .formatted(
            java.math.BigDecimal.valueOf(at.toEpochMilli(), 3).toPlainString(),
            java.math.BigDecimal.valueOf(value).stripTrailingZeros().toPlainString());
  }

  private static String json(Map<String, String> labels) {
    return labels.entrySet().stream()
        .map(label -> "\"%s\":\"%s\"".formatted(label.getKey(), label.getValue()))
        .collect(Collectors.joining(",", "{", "}"));
  }
}
