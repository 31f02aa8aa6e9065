package io.drillmaster.barman;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.barman.Break.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChainCheckTest {
  private final ArchiveSeed seed = new ArchiveSeed(SegmentSize.USUAL);

  private static Break only(Chain chain) {
    assertThat(chain.breaks()).hasSize(1);
    return chain.breaks().get(0);
  }

  private static void isWhole(Chain chain) {
    assertThat(chain.breaks()).isEmpty();
    assertThat(chain.awaited()).isEmpty();
  }

  @Test
  void anArchiveWithNothingYetMissesNothing() {
    Chain chain = seed.check();
    isWhole(chain);
    assertThat(chain.recoverableFrom()).isEmpty();
    assertThat(chain.recoverableTo()).isEmpty();
  }

  @Test
  void walWithoutABackupMissesNothingAndRecoversNothing() {
    seed.wal(1, 1, 20).removeWal(1, 7, 7);
    Chain chain = seed.check();
    isWhole(chain);
    assertThat(chain.recoverableTo()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 1 << 22, 1 << 24, 1 << 26, 1 << 30})
  void aChainGoesOverTheBorderOfALogWhateverTheSizeOfASegment(int bytes) {
    ArchiveSeed other = new ArchiveSeed(new SegmentSize(bytes));
    long border = 3 * other.size.perLog();
    other.wal(1, border - 3, border - 1);
    String id = other.backup(1, border - 2, border - 1);
    other.wal(1, border, border + 5);
    Chain chain = other.check();
    isWhole(chain);
    assertThat(chain.usable()).containsExactly(id);
    assertThat(chain.recoverableTo()).contains(other.now());

    other.removeWal(1, border, border);
    assertThat(only(other.check()).keys()).containsExactly(other.key(1, border));
  }

  @Test
  void aSegmentWithinABackupIsMissed() {
    seed.wal(1, 1, 10);
    String old = seed.backup(1, 2, 3);
    seed.wal(1, 11, 20);
    String newest = seed.backup(1, 12, 16);
    seed.wal(1, 21, 25).removeWal(1, 13, 14);
    Chain chain = seed.check();
    Break hole = only(chain);
    assertThat(hole.kind()).isEqualTo(Kind.BACKUP_SEGMENTS_MISSING);
    assertThat(hole.keys()).containsExactly(seed.key(1, 13), seed.key(1, 14));
    assertThat(hole.backups()).containsExactly(newest);
    assertThat(hole.cutOff()).containsExactly(old);
    assertThat(hole.harmsNewest()).isTrue();
    assertThat(hole)
        .hasToString(
            "WAL segments within a backup are missing: prod/pg1/wals/0000000100000000/"
                + "00000001000000000000000D and 1 more");
    assertThat(chain.usable()).containsExactly(old);
    assertThat(chain.windows()).hasSize(1);
    assertThat(chain.windows().get(0).last().orElseThrow().name())
        .isEqualTo(WalName.of(1, 12, seed.size));
  }

  @Test
  void aHoleBehindTheNewestBackupEndsWhatCanBeRecovered() {
    seed.wal(1, 1, 10);
    String id = seed.backup(1, 2, 3);
    Instant end = seed.now();
    seed.wal(1, 11, 20);
    Instant afterHole = ArchiveSeed.BEGIN.plus(Duration.ofMinutes(13 + 6));
    seed.removeWal(1, 12, 15);
    Chain chain = seed.check();
    Break hole = only(chain);
    assertThat(hole.kind()).isEqualTo(Kind.SEGMENTS_MISSING);
    assertThat(hole.count()).isEqualTo(4);
    assertThat(hole.cutOff()).containsExactly(id);
    assertThat(hole.since()).contains(afterHole);
    assertThat(hole.harmsNewest()).isTrue();
    assertThat(chain.recoverableTo().orElseThrow()).isBetween(end, afterHole);
  }

  @Test
  void aHoleBeforeTheNewestBackupIsAMatterOfThePast() {
    seed.wal(1, 1, 10);
    String old = seed.backup(1, 2, 3);
    seed.wal(1, 11, 20);
    String newest = seed.backup(1, 18, 19);
    Instant from = seed.now();
    seed.wal(1, 21, 22).removeWal(1, 7, 7);
    Chain chain = seed.check();
    Break hole = only(chain);
    assertThat(hole.cutOff()).containsExactly(old);
    assertThat(hole.harmsNewest()).isFalse();
    assertThat(chain.usable()).containsExactly(old, newest);
    assertThat(chain.windows()).hasSize(2);
    assertThat(chain.recoverableFrom().orElseThrow())
        .isBetween(from.minus(Duration.ofMinutes(3)), from);
    assertThat(chain.recoverableTo()).contains(seed.now());
  }

  @Test
  void whatRetentionDeletedBeforeTheOldestBackupIsNotMissed() {
    seed.wal(1, 1, 30);
    seed.backup(1, 20, 21);
    seed.wal(1, 31, 40).removeWal(1, 1, 5).removeWal(1, 9, 15);
    isWhole(seed.check());
  }

  @Test
  void aStandaloneBackupNeedsOnlyItsOwnSegments() {
    seed.wal(1, 1, 10);
    String kept = seed.backup(1, 2, 3);
    seed.put("base/" + kept + "/annotations/keep", "standalone");
    seed.wal(1, 11, 30);
    seed.backup(1, 25, 26);
    seed.removeWal(1, 1, 1).removeWal(1, 4, 24);
    isWhole(seed.check());
    seed.removeWal(1, 3, 3);
    assertThat(only(seed.check()).backups()).containsExactly(kept);
  }

  @Test
  void aPromotionIsFollowedThroughItsHistory() {
    seed.wal(1, 1, 10);
    seed.backup(1, 2, 3);
    seed.put("wals/0000000100000000/00000001000000000000000B.partial", "x");
    seed.history(2, 1, 11).wal(2, 11, 20);
    Chain chain = seed.check();
    isWhole(chain);
    assertThat(chain.recoverableTo()).contains(seed.now());
    assertThat(chain.windows().get(0).last().orElseThrow().name().timeline()).isEqualTo(2);

    seed.removeWal(2, 11, 11);
    assertThat(only(seed.check()).keys()).containsExactly(seed.key(2, 11));
  }

  @Test
  void aPromotionWithoutWalYetIsNormal() {
    seed.wal(1, 1, 10);
    seed.backup(1, 2, 3);
    seed.history(2, 1, 11);
    isWhole(seed.check());
  }

  @Test
  void whatTheOldPrimaryWroteAfterThePromotionDoesNotMatter() {
    seed.wal(1, 1, 10);
    seed.backup(1, 2, 3);
    seed.history(2, 1, 11).wal(2, 11, 20).wal(1, 11, 30).removeWal(1, 15, 16);
    isWhole(seed.check());
  }

  @Test
  void aMissingHistoryHidesTheTimelinesBehindIt() {
    seed.wal(1, 1, 10);
    String old = seed.backup(1, 2, 3);
    seed.history(2, 1, 11).wal(2, 11, 20).history(3, 1, 11, 2, 21).wal(3, 21, 30);
    String newest = seed.backup(3, 25, 26);
    isWhole(seed.check());

    seed.remove("wals/00000002.history");
    Chain chain = seed.check();
    Break missing = only(chain);
    assertThat(missing.kind()).isEqualTo(Kind.HISTORY_MISSING);
    assertThat(missing.keys()).containsExactly("prod/pg1/wals/00000002.history");
    assertThat(missing.cutOff()).containsExactly(old);
    assertThat(missing.harmsNewest()).isFalse();
    assertThat(chain.usable()).containsExactly(old, newest);
    assertThat(chain.recoverableTo()).contains(chain.windows().get(1).to());
  }

  @Test
  void theHistoryOfTheNewestTimelineIsMissed() {
    seed.wal(1, 1, 10);
    String id = seed.backup(1, 2, 3);
    Instant end = seed.now();
    seed.history(2, 1, 11).wal(2, 11, 20).remove("wals/00000002.history");
    Chain chain = seed.check();
    assertThat(only(chain).kind()).isEqualTo(Kind.HISTORY_MISSING);
    assertThat(only(chain).cutOff()).containsExactly(id);
    assertThat(chain.recoverableTo().orElseThrow()).isBeforeOrEqualTo(end);
  }

  @Test
  void aHistoryThatCannotBeReadIsSaid() {
    seed.wal(1, 1, 10);
    seed.backup(1, 2, 3);
    seed.put("wals/00000002.history", "1\tnonsense\n").wal(2, 11, 20);
    assertThat(only(seed.check()).kind()).isEqualTo(Kind.HISTORY_UNREADABLE);
  }

  @Test
  void aBackupOfABranchThatWasLeftIsSaid() {
    seed.wal(1, 1, 10);
    seed.backup(1, 2, 3);
    seed.history(2, 1, 6).wal(2, 6, 20);
    String dead = seed.backup(1, 8, 9);
    String newest = seed.backup(2, 12, 13);
    Chain chain = seed.check();
    assertThat(only(chain).kind()).isEqualTo(Kind.BRANCH_LEFT);
    assertThat(only(chain).cutOff()).containsExactly(dead);
    assertThat(chain.usable()).contains(newest);
    assertThat(chain.recoverableTo().orElseThrow())
        .isEqualTo(seed.read().wals().last(2).orElseThrow().lastModified());
  }

  @Test
  void aBackupWhoseLastSegmentIsNotArchivedYetIsAwaited() {
    seed.wal(1, 1, 10);
    String old = seed.backup(1, 2, 3);
    String fresh = seed.backup(1, 10, 11);
    Chain chain = seed.check();
    assertThat(chain.breaks()).isEmpty();
    assertThat(chain.awaited())
        .singleElement()
        .satisfies(
            b -> {
              assertThat(b.backups()).containsExactly(fresh);
              assertThat(b.keys()).containsExactly(seed.key(1, 11));
            });
    assertThat(chain.usable()).containsExactly(old);
  }

  @Test
  void aSegmentThatIsOvertakenIsAwaitedForAWhile() {
    seed.wal(1, 1, 10);
    seed.backup(1, 2, 3);
    seed.wal(1, 12, 14);
    Archive soon = seed.read(Optional.empty(), seed.now());
    Chain chain = ChainCheck.of(soon, Duration.ofMinutes(10));
    assertThat(chain.breaks()).isEmpty();
    assertThat(chain.awaited()).hasSize(1);
    assertThat(only(ChainCheck.of(soon, Duration.ofMinutes(1))).keys())
        .containsExactly(seed.key(1, 11));
  }

  @Test
  void emptyAndCutOffSegmentsAreFound() {
    seed.suffix("").wal(1, 1, 10);
    String id = seed.backup(1, 2, 3);
    seed.wal(1, 11, 12);
    seed.put("wals/0000000100000000/000000010000000000000005", "short");
    seed.buckets.put(seed.key(1, 8), seed.size.bytes() / 2, seed.now());
    Chain chain = seed.check();
    assertThat(chain.breaks()).hasSize(2).allMatch(b -> b.kind() == Kind.SEGMENTS_DAMAGED);
    assertThat(chain.breaks().get(0).keys()).containsExactly(seed.key(1, 5));
    assertThat(chain.breaks().get(1).cutOff()).containsExactly(id);

    ArchiveSeed packed = new ArchiveSeed(SegmentSize.USUAL);
    packed.wal(1, 1, 10);
    packed.backup(1, 2, 3);
    packed.buckets.put(packed.key(1, 3) + ".gz", 0, packed.now());
    assertThat(only(packed.check()).kind()).isEqualTo(Kind.SEGMENTS_DAMAGED);
    assertThat(packed.check().usable()).isEmpty();
  }

  @Test
  void partsAreExpectedForEveryTablespace() {
    seed.wal(1, 1, 10);
    String id = seed.backup(1, 2, 3);
    String folder = "base/" + id + "/";
    String info =
        seed.info(1, 2, 3)
            .replace(
                "tablespaces=None",
                "tablespaces=[('fast', 16387, '/srv/o\\'hara'), ('slow', 16405, '/srv/s')]");
    seed.put(folder + "backup.info", info).put(folder + "16387.tar.gz", "x");
    seed.put(folder + "data_0002.tar.gz", "x").put(folder + "16405.tar.gz", "");
    Chain chain = seed.check();
    assertThat(chain.breaks()).hasSize(2);
    assertThat(chain.breaks().get(0).kind()).isEqualTo(Kind.PART_MISSING);
    assertThat(chain.breaks().get(0).keys())
        .containsExactly("prod/pg1/" + folder + "data_0001.tar");
    assertThat(chain.breaks().get(1).kind()).isEqualTo(Kind.PART_DAMAGED);
    assertThat(chain.usable()).isEmpty();

    seed.remove(folder + "16387").remove(folder + "data").put(folder + "16405.tar.gz", "x");
    assertThat(only(seed.check()).keys())
        .isEqualTo(List.of("prod/pg1/" + folder + "16387.tar", "prod/pg1/" + folder + "data.tar"));
  }

  @Test
  void backupsOfTwoClustersUnderOneNameAreSaid() {
    seed.wal(1, 1, 10);
    String old = seed.system("111").backup(1, 2, 3);
    String newest = seed.system("222").backup(1, 5, 6);
    Chain chain = seed.check();
    assertThat(only(chain).kind()).isEqualTo(Kind.SEVERAL_SYSTEMS);
    assertThat(only(chain).backups()).containsExactly(old);
    assertThat(chain.usable()).containsExactly(newest);
  }

  @Test
  void anUnreadableInfoIsSaidAndTheRestIsJudged() {
    seed.wal(1, 1, 10);
    String sound = seed.backup(1, 2, 3);
    String bad = seed.backup(1, 5, 6);
    seed.put("base/" + bad + "/backup.info", "status=DO");
    Chain chain = seed.check();
    assertThat(only(chain).kind()).isEqualTo(Kind.INFO_UNREADABLE);
    assertThat(only(chain).backups()).containsExactly(bad);
    assertThat(only(chain).harmsNewest()).isTrue();
    assertThat(chain.usable()).containsExactly(sound);
  }

  @Test
  void anArchiveOfTenThousandSegmentsAndManyBackupsIsWhole() {
    seed.wal(1, 1, 50);
    for (int day = 0; day < 30; day++) {
      seed.backup(1, 40 + day * 100L, 41 + day * 100L);
      seed.wal(1, 51 + day * 100L, 150 + day * 100L);
    }
    seed.history(2, 1, 3051).wal(2, 3051, 10_000);
    seed.backup(2, 9_990, 9_991);
    isWhole(seed.check());
    assertThat(seed.read().wals().count()).isEqualTo(10_000);
  }
}
