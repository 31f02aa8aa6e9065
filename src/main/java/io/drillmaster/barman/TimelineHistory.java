package io.drillmaster.barman;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A history file: how a timeline descends from older ones.
 *
 * @param timeline the one that the file is named by
 * @param switches the ancestors, oldest first; empty where the file cannot be read
 * @param problem why it cannot be read; empty where it can
 * @param key full key of the object
 * @param lastModified when it was written
 */
public record TimelineHistory(
    long timeline,
    List<Switch> switches,
    Optional<String> problem,
    String key,
    Instant lastModified) {
  public TimelineHistory {
    switches = List.copyOf(switches);
  }

  /**
   * @param from the timeline that was left
   * @param at where: the segment with this position has a copy on the next timeline
   */
  public record Switch(long from, Lsn at) {}

  public boolean isReadable() {
    return problem.isEmpty();
  }

  /** {@code 00000002.history}. */
  public static String name(long timeline) {
    return "%08X.history".formatted(timeline);
  }
}
