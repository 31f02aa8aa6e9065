package io.drillmaster.barman;

import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The name of a WAL segment: 8 hexadecimal digits each for timeline, log and segment within the
 * log. Their order is that of the names.
 *
 * @param timeline 1 to 4294967295
 * @param log 0 to 4294967295
 * @param segment 0 to 4095; how far it goes depends on the size of a segment
 */
public record WalName(long timeline, long log, long segment) implements Comparable<WalName> {
  private static final Pattern TEXT = Pattern.compile("[0-9A-F]{24}");
  private static final Comparator<WalName> ORDER =
      Comparator.comparingLong(WalName::timeline)
          .thenComparingLong(WalName::log)
          .thenComparingLong(WalName::segment);

  /** So many segments of the smallest size, 1 MiB, have the same log part. */
  static final long MOST_PER_LOG = 4096;

  /**
   * @param text 24 digits in upper case, as PostgreSQL writes them; anything else is empty
   */
  public static Optional<WalName> parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      return Optional.empty();
    }
    WalName name = new WalName(part(text, 0), part(text, 8), part(text, 16));
    return name.timeline > 0 && name.segment < MOST_PER_LOG ? Optional.of(name) : Optional.empty();
  }

  private static long part(String text, int from) {
    return Long.parseLong(text.substring(from, from + 8), 16);
  }

  /** The segment of this number on a timeline. */
  public static WalName of(long timeline, long number, SegmentSize size) {
    return new WalName(timeline, number / size.perLog(), number % size.perLog());
  }

  /** Its number on its timeline, where all segments have this size. */
  public long number(SegmentSize size) {
    return log * size.perLog() + segment;
  }

  /** The folder below {@code wals/} that it lies in: timeline and log. */
  public String folder() {
    return "%08X%08X".formatted(timeline, log);
  }

  @Override
  public int compareTo(WalName other) {
    return ORDER.compare(this, other);
  }

  @Override
  public String toString() {
    return "%08X%08X%08X".formatted(timeline, log, segment);
  }
}
