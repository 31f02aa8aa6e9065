package io.drillmaster.telemetry;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A value that changes, and that whoever receives it can check without having spoken with whoever
 * sent it: it is the beginning of the span of time in which it is valid.
 *
 * @param first the first one of the same sender since it started: all between the two were sent
 * @param issued the beginning of its span, a whole multiple of the span in Unix time
 */
record Nonce(Instant first, Instant issued) {
  /** One word for the tokens of a log store. */
  static final String WORD = "drillmaster_nonce";

  private static final Pattern LINE =
      Pattern.compile(WORD + " issued=(\\d{9,11}) first=(\\d{9,11})(?!\\d)");

  /** The span that this instant lies in. */
  static Instant span(Instant now, Duration every) {
    long millis = every.toMillis();
    return Instant.ofEpochMilli(now.toEpochMilli() / millis * millis);
  }

  /** The line in which it is sent. */
  String line() {
    return "%s issued=%d first=%d".formatted(WORD, issued.getEpochSecond(), first.getEpochSecond());
  }

  /** What a line holds, whatever stands around it. */
  static Optional<Nonce> parse(String line) {
    Matcher matcher = LINE.matcher(line);
    return matcher.find()
        ? Optional.of(new Nonce(seconds(matcher.group(2)), seconds(matcher.group(1))))
        : Optional.empty();
  }

  private static Instant seconds(String digits) {
    return Instant.ofEpochSecond(Long.parseLong(digits));
  }
}
