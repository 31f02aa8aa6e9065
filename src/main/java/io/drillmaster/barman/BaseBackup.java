package io.drillmaster.barman;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What lies in {@code base/<id>/}.
 *
 * @param id {@code 20261122T212330}
 * @param info what backup.info says, where there is one that can be read
 * @param parts the objects that hold data, in key order
 * @param keep the mark that keeps it from being deleted
 * @param problem why it is UNREADABLE; empty otherwise
 * @param newest when the newest object was written: of a RUNNING one it tells running from crashed
 */
public record BaseBackup(
    String id,
    State state,
    Optional<BackupInfo> info,
    List<Part> parts,
    Optional<Keep> keep,
    Optional<Problem> problem,
    Instant newest) {
  public BaseBackup {
    parts = List.copyOf(parts);
  }

  /** What can be told of a backup by its backup.info, which is uploaded last. */
  public enum State {
    /** Finished; begin and end are known with WAL name, LSN and time. */
    DONE,
    /** barman gave up and said so. */
    FAILED,
    /** There is no backup.info yet: it is running, or crashed and never will have one. */
    RUNNING,
    /** There is a backup.info that cannot be relied upon; barman refuses to delete beside it. */
    UNREADABLE
  }

  /** The annotation {@code keep}. */
  public enum Keep {
    /** With all later WAL. */
    FULL,
    /** With the WAL from its begin to its end only: later WAL may be deleted. */
    STANDALONE,
    /** A mark that says neither. */
    UNKNOWN
  }

  /**
   * @param name {@code data.tar.gz}, {@code data_0001.tar.gz}, {@code 16387.tar}
   */
  public record Part(String name, long size) {}

  /**
   * @param sentence for people, without a full stop at its end: {@code it is cut off}
   */
  public record Problem(String sentence, String expected, String observed) {}

  /** What its parts weigh. */
  public long bytes() {
    return parts.stream().mapToLong(Part::size).sum();
  }

  public boolean isDone() {
    return state == State.DONE;
  }
}
