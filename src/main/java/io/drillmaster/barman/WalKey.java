package io.drillmaster.barman;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an object below {@code wals/} is, by its key: barman strips one suffix of a compression and
 * goes by the rest.
 */
sealed interface WalKey {
  /** A whole segment. */
  record Segment(WalName name, boolean isPlain) implements WalKey {}

  /** The unfinished last segment of a timeline that was left. */
  record Partial(WalName name) implements WalKey {}

  /** The label of a base backup, beside the segment that it began in. */
  record Label(WalName name) implements WalKey {}

  /** A timeline history. */
  record History(long timeline, Compression compression) implements WalKey {}

  Pattern HISTORY = Pattern.compile("([0-9A-F]{8})\\.history(\\.[a-z0-9]+)?");
  Pattern SEGMENT =
      Pattern.compile(
          "([0-9A-F]{16})/(\\1[0-9A-F]{8})(\\.partial|\\.[0-9A-F]{8}\\.backup)?(\\.[a-z0-9]+)?");

  /**
   * @param rest of the key behind {@code wals/}
   * @return empty for what barman did not write
   */
  static Optional<WalKey> parse(String rest) {
    Matcher segment = SEGMENT.matcher(rest);
    if (segment.matches()) {
      Optional<Compression> compression = compression(segment.group(4));
      return compression.flatMap(
          how ->
              WalName.parse(segment.group(2))
                  .map(name -> of(name, segment.group(3), how == Compression.NONE)));
    }
    Matcher history = HISTORY.matcher(rest);
    if (!history.matches()) {
      return Optional.empty();
    }
    long timeline = Long.parseLong(history.group(1), 16);
    return compression(history.group(2))
        .filter(how -> timeline > 0)
        .map(how -> new History(timeline, how));
  }

  private static Optional<Compression> compression(String suffix) {
    return Compression.ofSuffix(Optional.ofNullable(suffix).orElse(""));
  }

  private static WalKey of(WalName name, String kind, boolean isPlain) {
    if (kind == null) {
      return new Segment(name, isPlain);
    }
    return kind.equals(".partial") ? new Partial(name) : new Label(name);
  }
}
