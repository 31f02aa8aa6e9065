package io.drillmaster.barman;

import io.drillmaster.barman.Break.Kind;
import io.drillmaster.barman.Breaks.Missing;
import io.drillmaster.barman.PathSegments.PathHole;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;

/** Walks along one path from the oldest backup on it to its end, and finds what is missing. */
final class PathCheck {
  private final Archive archive;
  private final SegmentSize size;
  private final TimelinePath path;
  private final PathSegments segments;
  private final Breaks breaks;
  private final List<Span> spans = new ArrayList<>();
  private final List<PathHole> holes = new ArrayList<>();

  /** A backup and the numbers of the segments that it begins and ends in. */
  private record Span(BaseBackup backup, long begin, long end) {
    private boolean meets(PathHole hole) {
      return begin <= hole.last() && end >= hole.first();
    }

    /** A standalone one was kept without the WAL behind it. */
    private boolean isCutOffBy(PathHole hole) {
      return end < hole.first()
          && backup.keep().filter(BaseBackup.Keep.STANDALONE::equals).isEmpty();
    }

    private Instant endTime() {
      return backup.info().flatMap(info -> info.end().time()).orElseThrow();
    }
  }

  PathCheck(Archive archive, TimelinePath path, SegmentSize size, Breaks breaks) {
    this.archive = archive;
    this.size = size;
    this.path = path;
    this.breaks = breaks;
    this.segments = new PathSegments(path, archive.wals(), size);
  }

  /**
   * @param backups that begin on the path
   */
  void check(List<BaseBackup> backups) {
    backups.forEach(backup -> spans.add(span(backup)));
    spans.sort(Comparator.comparingLong(Span::begin).thenComparingLong(Span::end));
    long from = spans.get(0).begin();
    long last = segments.last().orElse(-1L);
    for (PathHole hole : last < from ? List.<PathHole>of() : segments.missing(from, last)) {
      judge(hole);
    }
    for (Span span : spans) {
      if (span.end() > last) {
        awaited(span, Math.max(span.begin(), last + 1));
      }
    }
  }

  private Span span(BaseBackup backup) {
    BackupInfo info = backup.info().orElseThrow();
    return new Span(
        backup,
        info.begin().wal().orElseThrow().number(size),
        info.end().wal().orElseThrow().number(size));
  }

  private void judge(PathHole hole) {
    for (PathHole piece : pieces(hole)) {
      List<BaseBackup> met = backups(spans.stream().filter(span -> span.meets(piece)).toList());
      List<BaseBackup> cut =
          backups(spans.stream().filter(span -> span.isCutOffBy(piece)).toList());
      if (met.isEmpty() && cut.isEmpty()) {
        continue;
      }
      holes.add(piece);
      boolean isDamaged = damaged(piece, piece.first());
      Kind ofMissing = met.isEmpty() ? Kind.SEGMENTS_MISSING : Kind.BACKUP_SEGMENTS_MISSING;
      Kind kind = isDamaged ? Kind.SEGMENTS_DAMAGED : ofMissing;
      breaks.add(missing(kind, piece, !isDamaged), met, cut);
    }
  }

  private static List<BaseBackup> backups(List<Span> spans) {
    return spans.stream().map(Span::backup).toList();
  }

  /** A hole in pieces that are all missing or all damaged. */
  private List<PathHole> pieces(PathHole hole) {
    WalName first = segments.name(hole.leg(), hole.first());
    WalName last = segments.name(hole.leg(), hole.last());
    List<PathHole> pieces = new ArrayList<>();
    long next = hole.first();
    for (WalName name : archive.wals().damaged().subMap(first, true, last, true).keySet()) {
      long number = name.number(size);
      if (next < number) {
        pieces.add(new PathHole(hole.leg(), next, number - 1, hole.since()));
      }
      pieces.add(new PathHole(hole.leg(), number, number, hole.since()));
      next = number + 1;
    }
    if (next <= hole.last()) {
      pieces.add(new PathHole(hole.leg(), next, hole.last(), hole.since()));
    }
    return pieces;
  }

  private boolean damaged(PathHole hole, long number) {
    return archive.wals().damaged().containsKey(segments.name(hole.leg(), number));
  }

  private Missing missing(Kind kind, PathHole hole, boolean mayCome) {
    List<String> keys =
        LongStream.rangeClosed(hole.first(), hole.last())
            .limit(Breaks.MOST_KEYS)
            .mapToObj(number -> archive.key(segments.name(hole.leg(), number)))
            .toList();
    return new Missing(kind, keys, hole.last() - hole.first() + 1, hole.since(), mayCome);
  }

  /** What a backup needs behind the end of the archive. */
  private void awaited(Span span, long from) {
    for (PathHole hole : segments.missing(from, span.end())) {
      for (PathHole piece : pieces(hole)) {
        boolean isDamaged = damaged(piece, piece.first());
        Kind kind = isDamaged ? Kind.SEGMENTS_DAMAGED : Kind.BACKUP_SEGMENTS_MISSING;
        breaks.add(missing(kind, piece, !isDamaged), List.of(span.backup()), List.of());
      }
    }
  }

  /**
   * The stretches between the holes that a backup leads into.
   *
   * @param unusable ids of backups that cannot be restored
   */
  List<Chain.Window> windows(Set<String> unusable) {
    List<Chain.Window> windows = new ArrayList<>();
    long from = 0;
    for (PathHole hole : holes) {
      window(from, hole.first() - 1, unusable).ifPresent(windows::add);
      from = hole.last() + 1;
    }
    window(from, segments.last().orElse(-1L), unusable).ifPresent(windows::add);
    return windows;
  }

  private Optional<Chain.Window> window(long from, long to, Set<String> unusable) {
    return spans.stream()
        .filter(span -> span.begin() >= from && span.end() <= to)
        .filter(span -> !unusable.contains(span.backup().id()))
        .map(Span::endTime)
        .min(Comparator.naturalOrder())
        .map(
            begin -> {
              Optional<WalSegments.Segment> last = segments.segment(to);
              Instant end = last.map(WalSegments.Segment::lastModified).orElse(begin);
              return new Chain.Window(begin, end.isBefore(begin) ? begin : end, last);
            });
  }
}
