package io.drillmaster.barman;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a {@code backup.info} says (barman 3.17, infofile.py). Whatever the file may lack is
 * optional; a DONE backup that lacks what a recovery needs is {@link BaseBackup.State#UNREADABLE}.
 *
 * @param status as it stands there: DONE, FAILED, …
 * @param begin where the copy began
 * @param end where the copy ended: from here on a recovery is consistent
 * @param timeline that it was taken on
 * @param systemId of the PostgreSQL cluster: 19 digits or so
 * @param segmentSize of the cluster's WAL
 * @param tablespaces OIDs of the tablespaces beside the default one, in the order of the file
 * @param serverVersion of PostgreSQL: 150018 is 15.18
 * @param error what barman wrote about a failure: foreign text, not for people's eyes
 * @param isSnapshot the data lie in snapshots of volumes, so that there are no parts
 */
public record BackupInfo(
    String status,
    Point begin,
    Point end,
    Optional<Long> timeline,
    Optional<String> systemId,
    Optional<SegmentSize> segmentSize,
    List<Long> tablespaces,
    Optional<Integer> serverVersion,
    Optional<String> error,
    boolean isSnapshot) {
  public BackupInfo {
    tablespaces = List.copyOf(tablespaces);
  }

  /** A moment of the copy. A time without an offset is taken for UTC. */
  public record Point(Optional<Instant> time, Optional<WalName> wal, Optional<Lsn> lsn) {}
}
