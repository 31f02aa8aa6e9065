package io.drillmaster.barman;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A position in the write-ahead log: PostgreSQL's {@code pg_lsn}.
 *
 * @param position bytes since the beginning, unsigned
 */
public record Lsn(long position) implements Comparable<Lsn> {
  private static final Pattern TEXT = Pattern.compile("([0-9A-Fa-f]{1,8})/([0-9A-Fa-f]{1,8})");

  /**
   * @param text {@code 0/C000028}; anything else is empty
   */
  public static Optional<Lsn> parse(String text) {
    Matcher matcher = TEXT.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new Lsn(
                Long.parseLong(matcher.group(1), 16) << 32 | Long.parseLong(matcher.group(2), 16)))
        : Optional.empty();
  }

  @Override
  public int compareTo(Lsn other) {
    return Long.compareUnsigned(position, other.position);
  }

  @Override
  public String toString() {
    return "%X/%X".formatted(position >>> 32, position & 0xFFFF_FFFFL);
  }
}
