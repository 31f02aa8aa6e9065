package io.drillmaster.cnpg;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code 30d}, {@code 4w}, {@code 6m}: barman counts a month as 31 days. */
final class RetentionPolicy {
  private static final Pattern TEXT = Pattern.compile("([1-9][0-9]{0,5})([dwm])");

  private RetentionPolicy() {}

  /** How far back one is to be able to go; empty where CNPG would refuse it. */
  static Optional<Duration> parse(String text) {
    Matcher matcher = TEXT.matcher(text.strip());
    if (!matcher.matches()) {
      return Optional.empty();
    }
    long days =
        switch (matcher.group(2)) {
          case "w" -> 7;
          case "m" -> 31;
          default -> 1;
        };
    return Optional.of(Duration.ofDays(days * Long.parseLong(matcher.group(1))));
  }
}
