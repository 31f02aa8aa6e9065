package io.drillmaster.barman;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What lies in {@code <prefix>/<server>/base/} and {@code <prefix>/<server>/wals/}, and nowhere
 * else.
 *
 * @param serverName barman's name of the server, which is a folder
 * @param root full key of that folder, with its slash
 * @param backups by id, oldest first
 * @param histories by timeline
 * @param readAt when it was read: base backups, the end of each timeline and new timelines are as
 *     fresh as this
 * @param listedInFullAt when every WAL object was listed: what was deleted within the known part
 *     since then is not seen yet
 * @param bytes what all of it weighs
 */
public record Archive(
    String serverName,
    String root,
    List<BaseBackup> backups,
    WalSegments wals,
    List<TimelineHistory> histories,
    OddObjects odd,
    Instant readAt,
    Instant listedInFullAt,
    long bytes) {
  public Archive {
    backups = List.copyOf(backups);
    histories = List.copyOf(histories);
  }

  /** The finished one with the latest end. */
  public Optional<BaseBackup> newestDone() {
    return backups.stream().filter(BaseBackup::isDone).max(Comparator.comparing(Archive::end));
  }

  private static Instant end(BaseBackup backup) {
    return backup.info().flatMap(info -> info.end().time()).orElse(Instant.MIN);
  }

  public Optional<TimelineHistory> history(long timeline) {
    return histories.stream().filter(history -> history.timeline() == timeline).findFirst();
  }

  /** As the newest backup.info says, else as uncompressed segments show. */
  public Optional<SegmentSize> segmentSize() {
    return segmentSize(backups).or(wals::plainSize);
  }

  static Optional<SegmentSize> segmentSize(List<BaseBackup> backups) {
    return backups.stream()
        .flatMap(backup -> backup.info().stream())
        .flatMap(info -> info.segmentSize().stream())
        .reduce((older, newer) -> newer);
  }

  /** Nothing was ever written here. */
  public boolean isEmpty() {
    return backups.isEmpty() && wals.isEmpty() && histories.isEmpty();
  }

  /** Full key of a segment without the suffix of a compression. */
  public String key(WalName name) {
    return root + "wals/" + name.folder() + "/" + name;
  }
}
