package io.drillmaster.barman;

import io.drillmaster.barman.SegmentRanges.Hole;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Reads archives by LIST requests and small GETs. A reading that follows another lists {@code
 * base/}, the last 256 segments of the newest timelines with all that came behind them, and what
 * was missing; where it finds that something was deleted there, and every so often, it lists
 * everything. May be used from any thread.
 */
public final class ArchiveReader {
  /** Segments are uploaded several at once, so that a lower one may come after a higher one. */
  private static final long TAIL = 256;

  private static final int TIMELINES = 4;
  private static final int HOLES = 8;

  /** Beside each segment there may be a label. */
  private static final int LABELS = 16;

  private final Clock clock;
  private final Duration fullEvery;

  /**
   * @param fullEvery how often all WAL objects are listed; between, only what is new
   */
  public ArchiveReader(Clock clock, Duration fullEvery) {
    this.clock = clock;
    this.fullEvery = fullEvery;
  }

  /**
   * @param bucket whose prefix is that of the destination path, without the server name
   * @param serverName barman's name of the server: the folder below the prefix
   * @param before what was read of the same archive before; a listing then begins where it ended
   * @throws io.drillmaster.s3.S3FailureException where the store does not answer
   */
  public Archive read(
      Bucket bucket, String serverName, Optional<Archive> before, Deadline deadline) {
    Place place = new Place(bucket, serverName, deadline);
    return before
        .filter(known -> known.root().equals(place.root()) && !isDue(known))
        .flatMap(known -> following(place, known))
        .orElseGet(() -> full(place));
  }

  private boolean isDue(Archive known) {
    Duration age = Duration.between(known.listedInFullAt(), clock.instant());
    return age.isNegative() || age.compareTo(fullEvery) >= 0 || known.wals().isEmpty();
  }

  private record Place(Bucket bucket, String serverName, Deadline deadline) {
    private String root() {
      return bucket.location().prefix() + serverName + "/";
    }

    private WalReading wals(WalCollector collector) {
      return new WalReading(bucket, serverName + "/wals/", collector, deadline);
    }

    private BackupReading base(List<BaseBackup> known) {
      return new BackupReading(bucket, deadline, known);
    }
  }

  /**
   * Base backups are listed before the WAL to know how long a segment is, and again behind it: what
   * is deleted or finished in between then looks unfinished, never broken.
   */
  private Archive full(Place place) {
    Instant now = clock.instant();
    List<BaseBackup> first = place.base(List.of()).read(place.serverName() + "/base/");
    WalReading reading = place.wals(new WalCollector(Archive.segmentSize(first)));
    reading.all();
    return archive(place, reading, first, now, now);
  }

  /** Empty where something that was known is gone: then all has to be looked at again. */
  private Optional<Archive> following(Place place, Archive known) {
    Instant now = clock.instant();
    SegmentSize size = known.segmentSize().orElse(SegmentSize.USUAL);
    WalReading reading =
        place.wals(new WalCollector(Archive.segmentSize(known.backups()), known.wals()));
    reading.know(known.histories());
    boolean isNewest = true;
    Iterator<Long> timelines = known.wals().timelines().descendingIterator();
    for (int i = 0; i < TIMELINES && timelines.hasNext(); i++) {
      long timeline = timelines.next();
      WalName last = known.wals().last(timeline).orElseThrow().name();
      WalName from = WalName.of(timeline, Math.max(0, last.number(size) - TAIL), size);
      String prefix = isNewest ? "" : "%08X".formatted(timeline);
      if (reading.behind(prefix, from, last) < known.wals().countAfter(from)) {
        return Optional.empty();
      }
      isNewest = false;
      if (timeline > 1 && known.history(timeline).isEmpty()) {
        reading.glance(TimelineHistory.name(timeline), Optional.empty(), 2);
      }
    }
    holes(known, size).forEach(hole -> lookInto(reading, hole, size));
    return Optional.of(archive(place, reading, known.backups(), now, known.listedInFullAt()));
  }

  private record TimelineHole(long timeline, Hole hole) {}

  /** The newest ones. */
  private static List<TimelineHole> holes(Archive known, SegmentSize size) {
    List<TimelineHole> holes = new ArrayList<>();
    Iterator<Long> timelines = known.wals().timelines().descendingIterator();
    while (timelines.hasNext() && holes.size() < HOLES) {
      long timeline = timelines.next();
      List<Hole> here = new SegmentRanges(known.wals(), timeline, size).holes();
      for (int i = here.size() - 1; i >= 0 && holes.size() < HOLES; i--) {
        holes.add(new TimelineHole(timeline, here.get(i)));
      }
    }
    return holes;
  }

  private static void lookInto(WalReading reading, TimelineHole found, SegmentSize size) {
    Hole hole = found.hole();
    WalName before = WalName.of(found.timeline(), hole.first() - 1, size);
    int most = (int) Math.min(1000, hole.count() + LABELS);
    reading.glance("%08X".formatted(found.timeline()), Optional.of(before), most);
  }

  private static Archive archive(
      Place place, WalReading wals, List<BaseBackup> known, Instant now, Instant listedInFullAt) {
    BackupReading base = place.base(known);
    List<BaseBackup> backups = base.read(place.serverName() + "/base/");
    WalSegments segments = wals.wals();
    OddCollector odd = new OddCollector();
    odd.addAll(base.odd());
    odd.addAll(segments.odd());
    return new Archive(
        place.serverName(),
        place.root(),
        backups,
        segments,
        wals.histories(),
        odd.collected(),
        now,
        listedInFullAt,
        segments.bytes() + base.bytes());
  }
}
