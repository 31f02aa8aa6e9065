package io.drillmaster.core;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Times and durations in the words that findings, tables and reports share. */
public final class TimeWords {
  private static final DateTimeFormatter MINUTE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'").withZone(ZoneOffset.UTC);

  private TimeWords() {}

  /** {@code 2026-11-22 14:02 UTC}. */
  public static String time(Instant instant) {
    return MINUTE.format(instant);
  }

  /**
   * {@code 1d 22h 02m}, {@code 12h 02m}, {@code 8h}, {@code 5m 41s}, {@code 9s}, {@code 340ms}: two
   * or three units, the ones that matter. A negative duration has a minus in front.
   */
  public static String duration(Duration duration) {
    if (duration.isNegative()) {
      return "-" + duration(duration.negated());
    }
    if (duration.compareTo(Duration.ofSeconds(1)) < 0) {
      return duration.toMillis() + "ms";
    }
    StringBuilder words = new StringBuilder();
    boolean hours = duration.toHours() > 0;
    append(words, duration.toDays(), "d");
    append(words, duration.toHoursPart(), "h");
    append(words, duration.toMinutesPart(), "m");
    if (!hours) {
      append(words, duration.toSecondsPart(), "s");
    }
    return words.toString();
  }

  private static void append(StringBuilder words, long amount, String unit) {
    if (amount == 0) {
      return;
    }
    if (words.isEmpty()) {
      words.append(amount);
    } else {
      words.append(' ').append(unit.equals("h") ? "" + amount : String.format("%02d", amount));
    }
    words.append(unit);
  }

  /** How long ago that was, or {@code in 5m} where it is still to come. */
  public static String ago(Instant then, Instant now) {
    Duration age = Duration.between(then, now);
    return age.isNegative() ? "in " + duration(age.negated()) : duration(age) + " ago";
  }
}
