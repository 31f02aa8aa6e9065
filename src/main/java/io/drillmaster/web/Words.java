package io.drillmaster.web;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** How times, spans and sizes are written for people. Times are UTC. */
final class Words {
  private static final DateTimeFormatter MINUTE = utc("yyyy-MM-dd HH:mm 'UTC'");
  private static final DateTimeFormatter SECOND = utc("yyyy-MM-dd HH:mm:ss 'UTC'");
  private static final DateTimeFormatter CLOCK = utc("HH:mm:ss");
  private static final DateTimeFormatter THIS_YEAR = utc("dd MMM HH:mm");
  private static final DateTimeFormatter LONG_AGO = utc("dd MMM yyyy");
  private static final Duration ABOUT_A_YEAR = Duration.ofDays(300);
  private static final String[] UNITS = {"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};

  private Words() {}

  private static DateTimeFormatter utc(String pattern) {
    return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH).withZone(ZoneOffset.UTC);
  }

  /** {@code 2026-11-22 14:02 UTC}. */
  static String minute(Instant instant) {
    return MINUTE.format(instant);
  }

  /** {@code 2026-11-22 14:02:09 UTC}. */
  static String second(Instant instant) {
    return SECOND.format(instant);
  }

  /** {@code 14:02:09}. */
  static String clock(Instant instant) {
    return CLOCK.format(instant);
  }

  /** {@code 22 Nov 02:00}, and with its year where that could be mistaken. */
  static String moment(Instant instant, Instant now) {
    boolean near = Duration.between(instant, now).abs().compareTo(ABOUT_A_YEAR) < 0;
    return (near ? THIS_YEAR : LONG_AGO).format(instant);
  }

  /** {@code 850ms}, {@code 4s}, {@code 7m 10s}, {@code 12h 02m}, {@code 1d 22h 02m}. */
  static String span(Duration span) {
    if (span.isNegative()) {
      return "-" + span(span.negated());
    }
    if (span.toSeconds() == 0) {
      return span.isZero() ? "0s" : Math.max(1, span.toMillis()) + "ms";
    }
    if (span.toMinutes() == 0) {
      return span.toSeconds() + "s";
    }
    if (span.toHours() == 0) {
      return "%dm %02ds".formatted(span.toMinutes(), span.toSecondsPart());
    }
    if (span.toDays() == 0) {
      return "%dh %02dm".formatted(span.toHours(), span.toMinutesPart());
    }
    return "%dd %02dh %02dm".formatted(span.toDays(), span.toHoursPart(), span.toMinutesPart());
  }

  /** As people write objectives: {@code 30m}, {@code 8h}, {@code 24h}, {@code 7d}. */
  static String objective(Duration span) {
    if (span.toSeconds() > 0 && span.equals(Duration.ofHours(span.toHours()))) {
      boolean days = span.toHours() > 48 && span.toHours() % 24 == 0;
      return days ? span.toDays() + "d" : span.toHours() + "h";
    }
    if (span.toSeconds() > 0 && span.equals(Duration.ofMinutes(span.toMinutes()))) {
      return span.toHours() == 0 ? span.toMinutes() + "m" : span(span);
    }
    return span(span);
  }

  /** {@code 512 B}, {@code 41.2 GiB}. */
  static String size(double bytes) {
    if (bytes < 1024) {
      return "%.0f B".formatted(bytes);
    }
    double value = bytes;
    int unit = -1;
    do {
      value /= 1024;
      unit++;
    } while (value >= 1023.95 && unit < UNITS.length - 1);
    return String.format(Locale.ENGLISH, "%.1f %s", value, UNITS[unit]);
  }

  /** {@code 1 target}, {@code 2 targets}. */
  static String count(int number, String singular) {
    return number + " " + singular + (number == 1 ? "" : "s");
  }

  /** One line, without control characters and without what makes a terminal write backwards. */
  static String line(String text) {
    return text.strip().replaceAll("[\\p{Cntrl}\\p{Cf}\\u2028\\u2029]+", " ");
  }

  /** At most so many characters, with the middle left out: both ends of a name tell it apart. */
  static String shortened(String text, int width) {
    int length = text.codePointCount(0, text.length());
    if (length <= width) {
      return text;
    }
    int head = (width - 1) / 2;
    int tail = width - 1 - head;
    return text.substring(0, text.offsetByCodePoints(0, head))
        + "…"
        + text.substring(text.offsetByCodePoints(0, length - tail));
  }
}
