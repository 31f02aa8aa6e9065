package io.drillmaster.barman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.barman.BaseBackup.Keep;
import io.drillmaster.barman.BaseBackup.State;
import io.drillmaster.s3.S3FailureException;
import io.drillmaster.s3.S3FailureException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArchiveReaderTest {
  private final ArchiveSeed seed = new ArchiveSeed(SegmentSize.USUAL);

  private Archive again(Archive before, Duration later) {
    return seed.read(Optional.of(before), before.readAt().plus(later));
  }

  private long lists(Runnable work) {
    long before = seed.buckets.listRequests();
    work.run();
    return seed.buckets.listRequests() - before;
  }

  @Test
  void anUnchangedArchiveCostsOneListForEachTimelineAndOneForTheBackups() {
    seed.wal(1, 1, 3000);
    seed.backup(1, 10, 11);
    Archive first = seed.read();
    assertThat(lists(() -> again(first, Duration.ofMinutes(5)))).isEqualTo(2);
    seed.history(2, 1, 3001).wal(2, 3001, 3400);
    Archive second = again(first, Duration.ofMinutes(5));
    assertThat(second.wals().count()).isEqualTo(3400);
    assertThat(second.histories()).hasSize(1);
    assertThat(lists(() -> again(second, Duration.ofMinutes(5)))).isEqualTo(3);
    assertThat(second.listedInFullAt()).isEqualTo(first.readAt());
  }

  @Test
  void whatIsDeletedAtTheEndIsFoundAtOnceAndWhatIsDeletedBeforeInTime() {
    seed.wal(1, 1, 3000);
    Archive first = seed.read();
    seed.removeWal(1, 2900, 2900);
    assertThat(again(first, Duration.ofMinutes(5)).wals().count()).isEqualTo(2999);
    seed.wal(1, 2900, 2900).removeWal(1, 100, 100);
    assertThat(again(first, Duration.ofMinutes(5)).wals().count()).isEqualTo(3000);
    Archive later = again(first, Duration.ofMinutes(61));
    assertThat(later.wals().count()).isEqualTo(2999);
    assertThat(later.listedInFullAt()).isEqualTo(later.readAt());
  }

  @Test
  void aSegmentThatLiesThereTwiceHidesNoLoss() {
    seed.wal(1, 1, 30).suffix(".lz4").wal(1, 20, 25);
    Archive first = seed.read();
    assertThat(first.wals().count()).isEqualTo(30);
    seed.removeWal(1, 10, 10);
    assertThat(again(first, Duration.ofMinutes(5)).wals().count()).isEqualTo(29);
  }

  @Test
  void aHoleThatIsFilledIsSeenAtTheNextReading() {
    seed.wal(1, 1, 3000).removeWal(1, 100, 102);
    Archive first = seed.read();
    seed.wal(1, 100, 102);
    Archive second = again(first, Duration.ofMinutes(5));
    assertThat(second.wals().count()).isEqualTo(3000);
    assertThat(second.bytes()).isEqualTo(seed.read().bytes());
  }

  @Test
  void aHistoryThatComesLateIsSeenAtTheNextReading() {
    seed.wal(1, 1, 10).wal(2, 11, 20);
    Archive first = seed.read();
    assertThat(first.histories()).isEmpty();
    seed.history(2, 1, 11);
    assertThat(again(first, Duration.ofMinutes(5)).history(2)).isPresent();
  }

  @Test
  void segmentsThatOvertookEachOtherAreAllSeen() {
    seed.wal(1, 1, 300).wal(1, 303, 305);
    Archive first = seed.read();
    seed.wal(1, 301, 302);
    assertThat(again(first, Duration.ofMinutes(5)).wals().runs(1)).hasSize(2);
    assertThat(again(first, Duration.ofMinutes(5)).wals().count()).isEqualTo(305);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".gz", ".bz2", ".xz", ".snappy", ".zst", ".lz4"})
  void everySuffixOfACompressionIsKnown(String suffix) {
    seed.suffix(suffix).wal(1, 250, 260);
    seed.backup(1, 251, 252);
    Archive archive = seed.read();
    assertThat(archive.wals().count()).isEqualTo(11);
    assertThat(archive.odd().count()).isZero();
    assertThat(archive.wals().newest().orElseThrow().name())
        .hasToString("000000010000000100000004");
  }

  @Test
  void labelsPartialsAndHistoriesAreNoSegments() {
    seed.wal(1, 1, 5);
    seed.put("wals/0000000100000000/000000010000000000000003.00000028.backup.gz", "label");
    seed.put("wals/0000000100000000/000000010000000000000006.partial.gz", "part");
    seed.history(2, 1, 6);
    Archive archive = seed.read();
    assertThat(archive.wals().count()).isEqualTo(5);
    assertThat(archive.wals().partials()).containsExactly(WalName.of(1, 6, seed.size));
    assertThat(archive.histories()).hasSize(1);
    assertThat(archive.odd().count()).isZero();
  }

  @Test
  void foreignObjectsAreCountedAndTheFirstFewNamed() {
    seed.wal(1, 1, 3);
    seed.put("wals/0000000100000000/000000020000000000000001", "in the wrong folder");
    seed.put("wals/0000000100000000/000000010000000000000001.zip", "x");
    seed.put("wals/0000000100000000/00000001000000000000ffff", "x");
    seed.put("wals/README\n.txt", "x").put("base/notes.txt", "x");
    seed.put("base/20261101T000000/dump.sql", "x").put("base/yesterday/data.tar", "x");
    seed.buckets.put("prod/pg1/wals/", 0, seed.now());
    Archive archive = seed.read();
    assertThat(archive.odd().count()).isEqualTo(7);
    assertThat(archive.odd().examples()).hasSize(5).noneMatch(key -> key.contains("\n"));
    assertThat(archive.backups()).isEmpty();
    assertThat(again(archive, Duration.ofMinutes(5)).odd().count()).isEqualTo(7);
  }

  @Test
  void siblingsAreNeverMixed() {
    ArchiveSeed old = new ArchiveSeed(seed.buckets, "pg1-old", seed.size);
    ArchiveSeed longer = new ArchiveSeed(seed.buckets, "pg10", seed.size);
    seed.wal(1, 1, 5);
    seed.backup(1, 1, 2);
    old.wal(1, 1, 50).wal(7, 51, 60);
    longer.wal(3, 1, 7);
    Archive archive = seed.read();
    assertThat(archive.wals().count()).isEqualTo(5);
    assertThat(again(archive, Duration.ofMinutes(5)).wals().count()).isEqualTo(5);
    assertThat(old.read().wals().timelines()).containsExactly(1L, 7L);
    assertThat(old.read().backups()).isEmpty();
    Archive other = longer.read(Optional.of(archive), seed.now().plusSeconds(90));
    assertThat(other.wals().timelines()).containsExactly(3L);
  }

  @ParameterizedTest
  @ValueSource(strings = {"prod 1", "prod+1%2F", "prödukt", "a.b*c?", "wals", "base"})
  void serverNamesMayHoldAnyCharacter(String name) {
    ArchiveSeed odd = new ArchiveSeed(seed.buckets, name, seed.size);
    odd.wal(1, 1, 5);
    odd.backup(1, 1, 2);
    assertThat(odd.check().usable()).hasSize(1);
  }

  @Test
  void aBackupWithoutItsInfoIsRunningOrCrashedByItsAge() {
    String id = seed.backup(1, 1, 2);
    seed.remove("base/" + id + "/backup.info");
    BaseBackup backup = seed.read().backups().get(0);
    assertThat(backup.state()).isEqualTo(State.RUNNING);
    assertThat(backup.newest()).isEqualTo(seed.now().minus(Duration.ofMinutes(1)));
    assertThat(backup.bytes()).isEqualTo(4);
  }

  @Test
  void aBackupThatIsFinishedFailedKeptOrDeletedIsReadAnew() {
    String id = seed.backup(1, 1, 2);
    String folder = "base/" + id + "/";
    seed.wal(1, 1, 4).remove(folder + "backup.info");
    Archive running = seed.read();
    seed.put(folder + "backup.info", "status=FAILED\nerror=no space\n");
    Archive failed = again(running, Duration.ofMinutes(5));
    assertThat(failed.backups().get(0).state()).isEqualTo(State.FAILED);
    seed.put(folder + "backup.info", seed.info(1, 1, 2));
    Archive done = again(failed, Duration.ofMinutes(5));
    assertThat(done.backups().get(0).isDone()).isTrue();
    assertThat(done.backups().get(0).keep()).isEmpty();
    seed.put(folder + "annotations/keep", "full");
    Archive kept = again(done, Duration.ofMinutes(5));
    assertThat(kept.backups().get(0).keep()).contains(Keep.FULL);
    seed.remove(folder);
    assertThat(again(kept, Duration.ofMinutes(5)).backups()).isEmpty();
  }

  @Test
  void aStoreThatFailsIsNotAnEmptyArchive() {
    seed.wal(1, 1, 5).buckets.fail(Kind.NOT_ALLOWED, "403 AccessDenied");
    assertThatThrownBy(seed::read).isInstanceOf(S3FailureException.class);
  }

  @Test
  void manySegmentsTakeLittleMemory() {
    seed.wal(1, 1, 10_000);
    assertThat(seed.read().wals().runs(1)).hasSize(40);
  }

  @Test
  void whenItWasReadIsTold() {
    Instant at = Instant.parse("2026-11-22T10:00:00Z");
    Archive archive = seed.read(Optional.empty(), at);
    assertThat(archive.readAt()).isEqualTo(at).isEqualTo(archive.listedInFullAt());
    assertThat(archive.isEmpty()).isTrue();
  }
}
