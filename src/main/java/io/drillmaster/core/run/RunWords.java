package io.drillmaster.core.run;

import java.time.Duration;

/** How runs speak of durations, and how they keep lines short. */
final class RunWords {
  /** Longest line that is kept, in characters. */
  static final int MAX_LINE = 300;

  private RunWords() {}

  /** {@code 7m 10s}, {@code 2h 05m}, {@code 1d 22h}; below a second in milliseconds. */
  static String duration(Duration duration) {
    if (duration.toDays() > 0) {
      return "%dd %02dh".formatted(duration.toDays(), duration.toHoursPart());
    }
    if (duration.toHours() > 0) {
      return "%dh %02dm".formatted(duration.toHours(), duration.toMinutesPart());
    }
    if (duration.toMinutes() > 0) {
      return "%dm %02ds".formatted(duration.toMinutes(), duration.toSecondsPart());
    }
    return duration.toSeconds() > 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
  }

  /** One line without control characters, cut at {@link #MAX_LINE}. */
  static String line(String text) {
    String oneLine = text.strip().replaceAll("\\p{Cntrl}+", " ");
    return oneLine.length() <= MAX_LINE ? oneLine : oneLine.substring(0, MAX_LINE - 1) + "…";
  }
}
