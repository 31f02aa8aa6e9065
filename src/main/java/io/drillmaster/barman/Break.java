package io.drillmaster.barman;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Something that a recovery needs and the archive does not have.
 *
 * @param keys full keys of what is missing or wrong, without the suffix of a compression; the first
 *     ten
 * @param count how many there are in all
 * @param backups ids of the finished backups that cannot be restored because of it
 * @param cutOff ids of the finished backups that can be restored, but not beyond this point
 * @param since when the next object behind it was written: at the latest then it should have been
 *     there
 * @param harmsNewest whether the newest finished backup is among backups or cutOff; otherwise it is
 *     a matter of the past
 */
public record Break(
    Kind kind,
    List<String> keys,
    long count,
    SortedSet<String> backups,
    SortedSet<String> cutOff,
    Optional<Instant> since,
    boolean harmsNewest) {
  public Break {
    keys = List.copyOf(keys);
  }

  /** What is wrong, and what that does to a recovery. */
  public enum Kind {
    /** Segments between begin and end of a backup: it cannot be restored at all. */
    BACKUP_SEGMENTS_MISSING("WAL segments within a backup are missing"),
    /** Segments behind a finished backup: a recovery ends before them. */
    SEGMENTS_MISSING("WAL segments are missing"),
    /** Segments that are empty or too short. */
    SEGMENTS_DAMAGED("WAL segments are empty or cut off"),
    /** A part of a finished backup. */
    PART_MISSING("parts of a backup are missing"),
    /** A part of a finished backup that is empty. */
    PART_DAMAGED("parts of a backup are empty"),
    /** The history file of a timeline: a recovery does not find the timeline. */
    HISTORY_MISSING("history files are missing"),
    /** A history file that cannot be read. */
    HISTORY_UNREADABLE("history files cannot be read"),
    /** A timeline that the newest one does not descend from: a recovery from it stays behind. */
    BRANCH_LEFT("backups lie on a branch that was left"),
    /** A backup.info that cannot be relied upon. */
    INFO_UNREADABLE("backup.info cannot be read"),
    /** Backups of several PostgreSQL clusters under one server name. */
    SEVERAL_SYSTEMS("backups of several PostgreSQL clusters lie under one server name");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  /** For people: {@code WAL segments are missing: prod/pg1/wals/…/…0A and 2 more}. */
  @Override
  public String toString() {
    String first = keys.isEmpty() ? "" : ": " + keys.get(0);
    String more = count > 1 ? " and " + (count - 1) + " more" : "";
    return kind.words + first + more;
  }
}
