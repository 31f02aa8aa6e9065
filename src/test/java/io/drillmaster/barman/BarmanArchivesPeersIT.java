package io.drillmaster.barman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.barman.Break.Kind;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.S3Buckets;
import io.drillmaster.s3.S3Credentials;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What PostgreSQL 15 and barman-cloud wrote, through a promotion, is what the check says of it. */
@Tag("peers")
class BarmanArchivesPeersIT {
  private static final Duration SOON = Duration.ofSeconds(90);
  private static final Duration IN_FULL = Duration.ZERO;
  private static final Duration ON_TOP = Duration.ofHours(1);
  private static final String BUCKET = "backups";
  private static final String ROOT = "prod/pg1/";

  @TempDir Path folder;
  private final Clock clock = Clock.systemUTC();
  private final S3Server store = S3Server.start();
  private final S3Buckets buckets = new S3Buckets(clock);
  private Optional<Archive> before = Optional.empty();
  private PostgresPeer postgres;

  @AfterEach
  void close() throws Exception {
    postgres.stop();
    buckets.close();
    store.close();
  }

  @Test
  void anArchiveThroughAPromotionIsWholeAndEveryLossIsFound() throws Exception {
    store.allow("key", "secret");
    store.createBucket(BUCKET);
    List<String> archive =
        List.of("--endpoint-url", store.endpoint().toString(), "s3://" + BUCKET + "/prod", "pg1");
    postgres = new PostgresPeer(folder, "key", "secret", archive);
    postgres.init();
    await().atMost(SOON).until(postgres::isReady);
    Path fast = Files.createDirectory(folder.resolve("fast"));
    postgres.ask("create tablespace fast location '" + fast + "'");
    postgres.ask("create table t (n int) tablespace fast");
    postgres.write();
    postgres.backUp();
    String behind = postgres.write();
    postgres.write();
    postgres.promote();
    await().atMost(SOON).until(postgres::isReady);
    postgres.ask("select pg_promote()");
    String onTheNewTimeline = postgres.write();
    String last = postgres.write();
    assertThat(last).startsWith("00000002");
    awaitLast(last);

    Chain whole = check(ON_TOP);
    Archive read = before.orElseThrow();
    BaseBackup backup = read.backups().get(0);
    assertThat(whole.breaks()).isEmpty();
    assertThat(whole.awaited()).isEmpty();
    assertThat(whole.usable()).containsExactly(backup.id());
    assertThat(postgres.listBackups()).contains(backup.id());
    assertThat(whole.segmentSize()).contains(new SegmentSize(1 << 20));
    assertThat(read.odd().count()).isZero();
    assertThat(read.history(2).orElseThrow().switches()).hasSize(1);
    assertThat(backup.info().orElseThrow().systemId().orElseThrow())
        .isEqualTo(postgres.ask("select system_identifier from pg_control_system()"));
    long oid = backup.info().orElseThrow().tablespaces().get(0);
    assertThat(String.valueOf(oid))
        .isEqualTo(postgres.ask("select oid from pg_tablespace where spcname = 'fast'"));

    WalName begin = backup.info().orElseThrow().begin().wal().orElseThrow();
    lossIsFound(wal(begin.toString()), Kind.BACKUP_SEGMENTS_MISSING);
    lossIsFound(wal(behind), Kind.SEGMENTS_MISSING);
    lossIsFound(wal(onTheNewTimeline), Kind.SEGMENTS_MISSING);
    lossIsFound(ROOT + "wals/00000002.history", Kind.HISTORY_MISSING);
    lossIsFound(ROOT + "base/" + backup.id() + "/data.tar", Kind.PART_MISSING);
    lossIsFound(ROOT + "base/" + backup.id() + "/" + oid + ".tar", Kind.PART_MISSING);
    assertThat(check(IN_FULL).breaks()).isEmpty();
  }

  private static String wal(String name) {
    return ROOT + "wals/" + name.substring(0, 16) + "/" + name;
  }

  private void awaitLast(String last) {
    await()
        .atMost(SOON)
        .pollInterval(Duration.ofMillis(200))
        .until(
            () ->
                check(ON_TOP).windows().stream()
                    .flatMap(window -> window.last().stream())
                    .anyMatch(segment -> segment.name().toString().equals(last)));
  }

  private void lossIsFound(String key, Kind kind) {
    String full =
        store.list(BUCKET, key).stream()
            .map(S3Server.Stored::key)
            .filter(found -> !found.contains(".backup"))
            .findFirst()
            .orElseThrow();
    byte[] content = store.read(BUCKET, full);
    Instant written = Instant.now();
    store.delete(BUCKET, full);
    List<Break> breaks = check(IN_FULL).breaks();
    assertThat(breaks).as(full).hasSize(1);
    assertThat(breaks.get(0).kind()).isEqualTo(kind);
    assertThat(breaks.get(0).keys()).containsExactly(key);
    assertThat(breaks.get(0).harmsNewest()).isTrue();
    store.put(BUCKET, full, content, written);
  }

  private Chain check(Duration fullEvery) {
    Archive archive =
        new ArchiveReader(clock, fullEvery)
            .read(
                buckets.open(
                    new BucketLocation(store.endpoint(), BUCKET, "prod/", "us-east-1"),
                    new S3Credentials(
                        new SecretValue("key"), new SecretValue("secret"), Optional.empty())),
                "pg1",
                before,
                Deadline.in(Duration.ofSeconds(20), clock));
    before = Optional.of(archive);
    return ChainCheck.of(archive, Duration.ZERO);
  }
}
