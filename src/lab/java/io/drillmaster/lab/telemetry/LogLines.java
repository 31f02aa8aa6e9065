package io.drillmaster.lab.telemetry;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Log lines in memory, and the part of LogsQL that is asked, as VictoriaLogs 1.26 answers. Not for
 * several threads.
 */
final class LogLines {
  private static final Pattern OF_ONE =
      Pattern.compile("\"(?<field>[\\w.-]+)\":=\"(?<value>[^\"]*)\"( (?<word>\\w+))?");
  private static final Pattern COUNTS =
      Pattern.compile("\\* \\| stats by \\(\"(?<field>[\\w.-]+)\"\\) count\\(\\) as lines");

  private record Line(Instant at, Map<String, String> fields) {}

  private final List<Line> lines = new ArrayList<>();

  void add(Instant at, Map<String, String> fields) {
    lines.add(new Line(at, fields));
  }

  void removeIf(Predicate<Map<String, String>> fields) {
    lines.removeIf(line -> fields.test(line.fields()));
  }

  void forgetBefore(Instant time) {
    lines.removeIf(line -> line.at().isBefore(time));
  }

  /** JSON lines; empty where the query is not understood. */
  Optional<String> answer(String query, Instant from, Instant to, int limit) {
    List<Line> within =
        lines.stream().filter(l -> !l.at().isBefore(from) && !l.at().isAfter(to)).toList();
    Matcher one = OF_ONE.matcher(query);
    if (one.matches()) {
      return Optional.of(newest(within, one, limit));
    }
    Matcher counts = COUNTS.matcher(query);
    return counts.matches() ? Optional.of(counts(within, counts.group("field"))) : Optional.empty();
  }

  private static String newest(List<Line> within, Matcher query, int limit) {
    String word = Optional.ofNullable(query.group("word")).orElse("");
    return within.stream()
        .filter(l -> query.group("value").equals(l.fields().get(query.group("field"))))
        .filter(l -> l.fields().getOrDefault("_msg", "").contains(word))
        .sorted(Comparator.comparing(Line::at).reversed())
        .limit(limit)
        .map(LogLines::json)
        .collect(Collectors.joining());
  }

  private static String counts(List<Line> within, String field) {
    Map<String, Long> counts = new TreeMap<>();
    within.forEach(line -> counts.merge(line.fields().getOrDefault(field, ""), 1L, Long::sum));
    return counts.entrySet().stream()
        .map(
            count ->
                (count.getKey().isEmpty()
                        ? "{"
                        : "{\"%s\":\"%s\",".formatted(field, count.getKey()))
                    + "\"lines\":\"%d\"}\n".formatted(count.getValue()))
        .collect(Collectors.joining());
  }

  private static String json(Line line) {
    return line.fields().entrySet().stream()
        .map(field -> ",\"%s\":\"%s\"".formatted(field.getKey(), field.getValue()))
        .collect(Collectors.joining("", "{\"_time\":\"" + line.at() + "\"", "}\n"));
  }
}
