package io.drillmaster.barman;

import io.drillmaster.barman.WalSegments.Segment;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What can be recovered from an archive, as far as its listing can tell: whether the content of the
 * objects is sound, only a restore can show.
 *
 * @param breaks what is missing, the worst first; none in a healthy archive
 * @param awaited segments that a finished backup needs and that the archive does not have yet, with
 *     nothing behind them: soon after the backup that is normal, above all on a standby
 * @param windows from when to when one can go back, by their ends; the last one is that of the
 *     newest timeline
 * @param usable ids of the finished backups that can be restored, oldest first
 * @param segmentSize that the names were counted with; empty where nothing tells it
 */
public record Chain(
    List<Break> breaks,
    List<Break> awaited,
    List<Window> windows,
    List<String> usable,
    Optional<SegmentSize> segmentSize) {
  public Chain {
    breaks = List.copyOf(breaks);
    awaited = List.copyOf(awaited);
    windows = List.copyOf(windows);
    usable = List.copyOf(usable);
  }

  /**
   * A stretch of time without a break.
   *
   * @param from the end of its oldest backup: before it nothing is consistent
   * @param to when its last segment came into the archive, at most: what that segment holds is
   *     older
   * @param last the last segment that a recovery reaches; empty where the backup needs none
   */
  public record Window(Instant from, Instant to, Optional<Segment> last) {}

  /** The earliest time that the newest window goes back to. */
  public Optional<Instant> recoverableFrom() {
    return newest().map(Window::from);
  }

  /** The latest time that can be recovered. */
  public Optional<Instant> recoverableTo() {
    return newest().map(Window::to);
  }

  private Optional<Window> newest() {
    return windows.isEmpty() ? Optional.empty() : Optional.of(windows.get(windows.size() - 1));
  }

  /** Nothing is missing. */
  public boolean isWhole() {
    return breaks.isEmpty();
  }
}
