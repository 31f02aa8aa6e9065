package io.drillmaster.cnpg;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * PostgreSQL's {@code archive_timeout}: how long a segment with something in it waits before it is
 * archived though it is not full. CNPG 1.30 sets five minutes where a Cluster says nothing.
 */
final class ArchiveTimeout {
  private static final Duration OF_CNPG = Duration.ofMinutes(5);
  private static final Pattern TEXT = Pattern.compile("([0-9]{1,9})\\s*(us|ms|s|min|h|d)?");
  private static final Map<String, Duration> UNITS =
      Map.of(
          "us", Duration.ofNanos(1000),
          "ms", Duration.ofMillis(1),
          "s", Duration.ofSeconds(1),
          "min", Duration.ofMinutes(1),
          "h", Duration.ofHours(1),
          "d", Duration.ofDays(1));

  private ArchiveTimeout() {}

  /** Zero where it is switched off: then only full segments are archived. */
  static Duration of(Database database) {
    Optional<Object> said =
        database
            .resource()
            .object("spec.postgresql.parameters")
            .map(parameters -> parameters.get("archive_timeout"));
    return said.map(Object::toString).flatMap(ArchiveTimeout::parse).orElse(OF_CNPG);
  }

  private static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String unit = Optional.ofNullable(matcher.group(2)).orElse("s");
    return Optional.of(UNITS.get(unit).multipliedBy(Long.parseLong(matcher.group(1))));
  }
}
