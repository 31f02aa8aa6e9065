package io.drillmaster.barman;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.FakeBuckets;
import io.drillmaster.s3.S3Credentials;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** Writes an archive as barman does, object by object, a minute after each other. */
final class ArchiveSeed {
  static final Instant BEGIN = Instant.parse("2026-11-01T00:00:00Z");
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);

  final FakeBuckets buckets;
  final SegmentSize size;
  private final String root;
  private String suffix = ".gz";
  private String system = "7711109553405409623";
  private Instant now = BEGIN;

  ArchiveSeed(SegmentSize size) {
    this(new FakeBuckets(Clock.fixed(BEGIN, ZoneOffset.UTC)), "pg1", size);
  }

  ArchiveSeed(FakeBuckets buckets, String server, SegmentSize size) {
    this.buckets = buckets;
    this.root = "prod/" + server + "/";
    this.size = size;
  }

  ArchiveSeed suffix(String other) {
    suffix = other;
    return this;
  }

  ArchiveSeed system(String other) {
    system = other;
    return this;
  }

  Instant now() {
    return now;
  }

  private Instant tick() {
    now = now.plus(Duration.ofMinutes(1));
    return now;
  }

  ArchiveSeed wal(long timeline, long from, long to) {
    for (long number = from; number <= to; number++) {
      buckets.put(key(timeline, number) + suffix, suffix.isEmpty() ? size.bytes() : 5000, tick());
    }
    return this;
  }

  String key(long timeline, long number) {
    WalName name = WalName.of(timeline, number, size);
    return root + "wals/" + name.folder() + "/" + name;
  }

  ArchiveSeed put(String rest, String content) {
    buckets.put(root + rest, content.getBytes(UTF_8), tick());
    return this;
  }

  ArchiveSeed remove(String rest) {
    buckets.remove(root + rest);
    return this;
  }

  ArchiveSeed removeWal(long timeline, long from, long to) {
    for (long number = from; number <= to; number++) {
      buckets.remove(key(timeline, number));
    }
    return this;
  }

  /**
   * @param pairs timeline and the number of the segment in whose middle it was left
   */
  ArchiveSeed history(long timeline, long... pairs) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < pairs.length; i += 2) {
      text.append(pairs[i]).append('\t').append(middle(pairs[i + 1])).append("\tno recovery\n");
    }
    return put("wals/" + TimelineHistory.name(timeline), text.toString());
  }

  Lsn middle(long number) {
    return new Lsn(number * size.bytes() + size.bytes() / 2);
  }

  /** A finished backup; gives its id. */
  String backup(long timeline, long begin, long end) {
    String id = ID.format(tick());
    put("base/" + id + "/data.tar.gz", "data");
    put("base/" + id + "/backup.info", info(timeline, begin, end).replace("@id", id));
    return id;
  }

  String info(long timeline, long begin, long end) {
    return """
        backup_label="'START'"
        begin_offset=40
        begin_time=%s
        begin_wal=%s
        begin_xlog=%s
        compression=None
        end_time=%s
        end_wal=%s
        end_xlog=%s
        error=None
        status=DONE
        systemid=%s
        tablespaces=None
        timeline=%d
        version=150018
        xlog_segment_size=%d
        """
        .formatted(
            time(now.minusSeconds(30)),
            WalName.of(timeline, begin, size),
            new Lsn(begin * size.bytes() + 40),
            time(now),
            WalName.of(timeline, end, size),
            new Lsn(end * size.bytes() + 400),
            system,
            timeline,
            size.bytes());
  }

  private static String time(Instant at) {
    return at.toString().replace('T', ' ').replace("Z", "+00:00");
  }

  Bucket bucket() {
    return buckets.open(
        new BucketLocation(URI.create("http://127.0.0.1:1"), "backups", "prod/", "auto"),
        new S3Credentials(new SecretValue("k"), new SecretValue("s"), Optional.empty()));
  }

  /** Read a day after the last object, so that nothing is on its way any more. */
  Archive read() {
    return read(Optional.empty(), now.plus(Duration.ofDays(1)));
  }

  Archive read(Optional<Archive> before, Instant at) {
    Clock clock = Clock.fixed(at, ZoneOffset.UTC);
    return new ArchiveReader(clock, Duration.ofHours(1))
        .read(bucket(), root.split("/")[1], before, Deadline.in(Duration.ofMinutes(1), clock));
  }

  Chain check() {
    return ChainCheck.of(read(), Duration.ofMinutes(10));
  }
}
