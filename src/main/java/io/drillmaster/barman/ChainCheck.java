package io.drillmaster.barman;

import java.time.Duration;

/** Whether base backups and WAL segments of an archive form a chain without a hole. */
public final class ChainCheck {
  private ChainCheck() {}

  /**
   * @param grace how long a segment may be missing while later ones are there already: several are
   *     uploaded at once, and they overtake each other
   */
  public static Chain of(Archive archive, Duration grace) {
    throw new UnsupportedOperationException(archive.serverName() + grace);
  }
}
