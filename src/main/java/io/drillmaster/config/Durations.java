package io.drillmaster.config;

import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Durations as people write them: {@code 500ms}, {@code 30s}, {@code 15m}, {@code 24h}, {@code 7d}.
 */
public final class Durations {
  private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h|d)");
  private static final Pattern PART =
      Pattern.compile(
          "\\s*([0-9]{1,9})\\s*(milliseconds?|ms|seconds?|secs?|s|minutes?|mins?|m|hours?|hrs?|h"
              + "|days?|d)");

  private Durations() {}

  /** Empty where the text is not of that form. */
  public static Optional<Duration> parse(String text) {
    Matcher matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(part(Long.parseLong(matcher.group(1)), matcher.group(2)))
        : Optional.empty();
  }

  private static Duration part(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      case "m" -> Duration.ofMinutes(amount);
      case "h" -> Duration.ofHours(amount);
      default -> Duration.ofDays(amount);
    };
  }

  /**
   * What was meant by a text that has the wrong form: {@code 90m} for {@code 1h30m}, {@code 30s}
   * for {@code 30 seconds}. Empty where nobody could tell.
   */
  static Optional<String> meant(String text) {
    Matcher matcher = PART.matcher(text.toLowerCase(Locale.ROOT));
    Duration sum = Duration.ZERO;
    int end = 0;
    while (end < text.length() && matcher.find(end) && matcher.start() == end) {
      String unit = matcher.group(2);
      boolean millis = unit.startsWith("ms") || unit.startsWith("milli");
      sum = sum.plus(part(Long.parseLong(matcher.group(1)), millis ? "ms" : unit.substring(0, 1)));
      end = matcher.end();
    }
    boolean understood = end == text.length() && !sum.isZero();
    return understood ? Optional.of(text(sum)).filter(t -> parse(t).isPresent()) : Optional.empty();
  }

  private static String text(Duration duration) {
    if (duration.toMillisPart() > 0) {
      return duration.toMillis() + "ms";
    }
    if (duration.toSecondsPart() > 0) {
      return duration.toSeconds() + "s";
    }
    if (duration.toMinutesPart() > 0) {
      return duration.toMinutes() + "m";
    }
    return duration.toHoursPart() > 0 ? duration.toHours() + "h" : duration.toDays() + "d";
  }
}
