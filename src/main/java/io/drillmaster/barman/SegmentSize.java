package io.drillmaster.barman;

import java.util.Optional;

/**
 * How long a WAL segment is: {@code initdb --wal-segsize}, a power of two from 1 MiB to 1 GiB.
 *
 * @param bytes 1048576 to 1073741824
 */
public record SegmentSize(int bytes) {
  /** 16 MiB, what initdb takes when nobody asks for another. */
  public static final SegmentSize USUAL = new SegmentSize(1 << 24);

  private static final long SMALLEST = 1L << 20;
  private static final long LARGEST = 1L << 30;
  private static final long LOG = 1L << 32;

  public SegmentSize {
    if (!isOne(bytes)) {
      throw new IllegalArgumentException("no size of a WAL segment: " + bytes);
    }
  }

  /** Empty where PostgreSQL has no segments of this size. */
  public static Optional<SegmentSize> of(long bytes) {
    return isOne(bytes) ? Optional.of(new SegmentSize((int) bytes)) : Optional.empty();
  }

  private static boolean isOne(long bytes) {
    return bytes >= SMALLEST && bytes <= LARGEST && Long.bitCount(bytes) == 1;
  }

  /** How many segments have the same log part in their names: 256 for 16 MiB. */
  public long perLog() {
    return LOG / bytes;
  }

  /** The number of the segment that holds this position, counted from the beginning of the log. */
  public long number(Lsn lsn) {
    return Long.divideUnsigned(lsn.position(), bytes);
  }

  @Override
  public String toString() {
    return (bytes >> 20) + " MiB";
  }
}
