package io.drillmaster.barman;

import io.drillmaster.barman.Break.Kind;
import io.drillmaster.barman.Breaks.Missing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Whether base backups and WAL segments of an archive form a chain without a hole: every finished
 * backup has its parts and the segments from its begin to its end, and from it on every segment is
 * there, through every promotion, to the end of the newest timeline.
 */
public final class ChainCheck {
  private final Archive archive;
  private final SegmentSize size;
  private final Breaks breaks;
  private final Timelines timelines;

  private ChainCheck(Archive archive, SegmentSize size, Breaks breaks) {
    this.archive = archive;
    this.size = size;
    this.breaks = breaks;
    this.timelines = new Timelines(archive);
  }

  /**
   * @param grace how long a segment may be missing while later ones are there already: several are
   *     uploaded at once, and they overtake each other
   */
  public static Chain of(Archive archive, Duration grace) {
    Breaks breaks = new Breaks(archive, grace);
    List<BaseBackup> backups = new BackupCheck(archive, breaks).check();
    Optional<SegmentSize> size = archive.segmentSize();
    List<Chain.Window> windows =
        backups.isEmpty() || size.isEmpty()
            ? List.of()
            : new ChainCheck(archive, size.get(), breaks).check(backups);
    Set<String> unusable = breaks.unusable();
    List<String> usable =
        backups.stream().map(BaseBackup::id).filter(id -> !unusable.contains(id)).toList();
    return new Chain(breaks.breaks(), breaks.awaited(), windows, usable, size);
  }

  private List<Chain.Window> check(List<BaseBackup> backups) {
    timelines.check(backups, breaks);
    Map<Long, List<BaseBackup>> onTheWay = new TreeMap<>();
    Map<Long, List<BaseBackup>> left = new TreeMap<>();
    for (BaseBackup backup : backups) {
      long own = Timelines.timeline(backup);
      long target = timelines.target(own);
      boolean leads = leads(timelines.path(target, size), backup);
      (leads ? onTheWay : left)
          .computeIfAbsent(leads ? target : own, t -> new ArrayList<>())
          .add(backup);
    }
    left.forEach((timeline, those) -> branchLeft(those));
    List<PathCheck> dead = new ArrayList<>();
    List<PathCheck> live = new ArrayList<>();
    left.forEach((own, those) -> dead.add(walk(timelines.path(own, size), those)));
    onTheWay.forEach((target, those) -> live.add(walk(timelines.path(target, size), those)));
    return Stream.concat(windows(dead), windows(live)).toList();
  }

  private Stream<Chain.Window> windows(List<PathCheck> checks) {
    Set<String> unusable = breaks.unusable();
    return checks.stream()
        .flatMap(check -> check.windows(unusable).stream())
        .sorted(Comparator.comparing(Chain.Window::to));
  }

  private PathCheck walk(TimelinePath path, List<BaseBackup> backups) {
    PathCheck check = new PathCheck(archive, path, size, breaks);
    check.check(backups);
    return check;
  }

  /** Whether begin and end of a backup lie before the points at which their timelines were left. */
  private static boolean leads(TimelinePath path, BaseBackup backup) {
    BackupInfo info = backup.info().orElseThrow();
    return passes(path, info.begin()) && passes(path, info.end());
  }

  private static boolean passes(TimelinePath path, BackupInfo.Point point) {
    return path.passes(point.wal().orElseThrow().timeline(), point.lsn().orElseThrow());
  }

  /** A backup whose target has no readable history has that break already. */
  private void branchLeft(List<BaseBackup> backups) {
    for (BaseBackup backup : backups) {
      long target = timelines.target(Timelines.timeline(backup));
      if (archive.history(target).filter(TimelineHistory::isReadable).isPresent()) {
        String key = archive.root() + "base/" + backup.id() + "/backup.info";
        breaks.add(
            new Missing(Kind.BRANCH_LEFT, List.of(key), 1, Optional.empty(), false),
            List.of(),
            List.of(backup));
      }
    }
  }
}
