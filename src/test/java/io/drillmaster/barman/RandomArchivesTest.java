package io.drillmaster.barman;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.barman.Break.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Archives made by chance, with promotions, losses and backups anywhere, are judged as a recovery
 * would that asks for one segment after the other.
 */
class RandomArchivesTest {
  /** Few segments in a log, so that there are many borders. */
  private static final SegmentSize SIZE = new SegmentSize(1 << 30);

  private record Taken(String id, long timeline, long begin, long end) {}

  /** What lies there, and what a recovery would ask for, name by name. */
  private static final class World {
    private final Random random;
    private final ArchiveSeed seed = new ArchiveSeed(SIZE);
    private final Set<String> wals = new TreeSet<>();
    private final TreeMap<Long, long[]> histories = new TreeMap<>();
    private final List<Taken> backups = new ArrayList<>();

    private World(long number) {
      random = new Random(number);
      long timelines = 1 + random.nextInt(4);
      long at = 1 + random.nextInt(5);
      long[] switches = {};
      for (long timeline = 1; timeline <= timelines; timeline++) {
        long end = at + random.nextInt(12);
        grow(timeline, at, end + random.nextInt(3));
        for (int i = random.nextInt(3); i > 0; i--) {
          long begin = at + random.nextInt((int) (end - at) + 2);
          long last = begin + random.nextInt(3);
          backups.add(new Taken(seed.backup(timeline, begin, last), timeline, begin, last));
        }
        switches =
            Stream.of(switches, new long[] {timeline, end})
                .flatMapToLong(java.util.Arrays::stream)
                .toArray();
        if (timeline < timelines) {
          histories.put(timeline + 1, switches);
          seed.history(timeline + 1, switches);
        }
        at = end;
      }
      lose();
    }

    private void grow(long timeline, long from, long to) {
      for (long n = from; n <= to; n++) {
        seed.wal(timeline, n, n);
        wals.add(name(timeline, n));
      }
    }

    private void lose() {
      for (int i = random.nextInt(4); i > 0 && !wals.isEmpty(); i--) {
        String name = new ArrayList<>(wals).get(random.nextInt(wals.size()));
        wals.remove(name);
        seed.remove("wals/" + name.substring(0, 16) + "/" + name);
      }
      if (!histories.isEmpty() && random.nextInt(3) == 0) {
        long gone = new ArrayList<>(histories.keySet()).get(random.nextInt(histories.size()));
        histories.remove(gone);
        seed.remove("wals/" + TimelineHistory.name(gone));
      }
    }

    private static String name(long timeline, long number) {
      return WalName.of(timeline, number, SIZE).toString();
    }

    /**
     * The timeline that a recovery asks for this segment; 0 where the backup's is not on the way.
     */
    private long timelineOf(long target, long number) {
      long[] switches = histories.getOrDefault(target, new long[] {});
      for (int i = 0; i < switches.length; i += 2) {
        if (number < switches[i + 1]) {
          return switches[i];
        }
      }
      return target;
    }

    private long target(Taken backup) {
      long target = backup.timeline();
      while (histories.containsKey(target + 1)) {
        target++;
      }
      return isOnTheWay(target, backup) ? target : backup.timeline();
    }

    /** The seed leaves a timeline in the middle of a segment, behind every begin, before no end. */
    private boolean isOnTheWay(long target, Taken backup) {
      long[] switches = histories.getOrDefault(target, new long[] {});
      for (int i = 0; i < switches.length; i += 2) {
        if (switches[i] == backup.timeline()) {
          return backup.end() <= switches[i + 1];
        }
      }
      return target == backup.timeline();
    }

    private String asked(Taken backup, long number) {
      return name(timelineOf(target(backup), number), number);
    }

    private boolean isRestorable(Taken backup) {
      for (long n = backup.begin(); n <= backup.end(); n++) {
        if (!wals.contains(asked(backup, n))) {
          return false;
        }
      }
      return true;
    }

    /** The last one that a recovery reads. */
    private String reached(Taken backup) {
      long number = backup.end();
      while (wals.contains(asked(backup, number + 1))) {
        number++;
      }
      return asked(backup, number);
    }

    /** What is asked for and missing, up to the last that is there or that the backup needs. */
    private Set<String> missing(Taken backup) {
      Set<String> missing = new TreeSet<>();
      Set<String> pending = new TreeSet<>();
      for (long n = backup.begin(); n < 100; n++) {
        pending.add(asked(backup, n));
        if (wals.contains(asked(backup, n)) || n == backup.end()) {
          missing.addAll(pending);
          pending.clear();
        }
      }
      missing.removeAll(wals);
      return missing;
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9})
  void areJudgedAsARecoveryWouldFindThem(int block) {
    for (int i = 0; i < 200; i++) {
      World world = new World(block * 1000L + i);
      Chain chain = world.seed.check();
      String which = "archive " + (block * 1000L + i);
      Set<String> restorable = new TreeSet<>();
      Set<String> missing = new TreeSet<>();
      Set<String> reached = new TreeSet<>();
      for (Taken backup : world.backups) {
        missing.addAll(world.missing(backup));
        if (world.isRestorable(backup)) {
          restorable.add(backup.id());
          reached.add(world.reached(backup));
        }
      }
      assertThat(new TreeSet<>(chain.usable())).as(which).isEqualTo(restorable);
      assertThat(missing(chain)).as(which).isEqualTo(missing);
      assertThat(ends(chain)).as(which).isEqualTo(reached);
    }
  }

  private static Set<String> missing(Chain chain) {
    Set<String> names = new TreeSet<>();
    Stream.concat(chain.breaks().stream(), chain.awaited().stream())
        .filter(b -> b.kind() == Kind.SEGMENTS_MISSING || b.kind() == Kind.BACKUP_SEGMENTS_MISSING)
        .peek(b -> assertThat(b.count()).isEqualTo(b.keys().size()))
        .flatMap(b -> b.keys().stream())
        .forEach(key -> names.add(key.substring(key.lastIndexOf('/') + 1)));
    return names;
  }

  private static Set<String> ends(Chain chain) {
    Set<String> names = new TreeSet<>();
    chain.windows().forEach(w -> names.add(w.last().orElseThrow().name().toString()));
    return names;
  }

  @ParameterizedTest
  @ValueSource(ints = {20, 21, 22, 23, 24})
  void whatIsReadOnTopOfAnEarlierReadingIsWhatIsThere(int block) {
    for (int i = 0; i < 100; i++) {
      World world = new World(block * 1000L + i);
      Instant now = world.seed.now();
      Archive before = world.seed.read(Optional.empty(), now);
      if (before.segmentSize().isEmpty()) {
        continue; // without a backup nobody knows how far the end of it goes
      }
      world.lose();
      long newest = before.wals().isEmpty() ? 1 : before.wals().timelines().last();
      world.grow(newest, 60, 62);
      world.seed.history(newest + 1, newest, 63).wal(newest + 1, 63, 65);
      world.seed.backup(newest + 1, 64, 65);

      Archive after = world.seed.read(Optional.of(before), now.plusSeconds(60));
      Archive anew = world.seed.read(Optional.empty(), now.plusSeconds(60));
      String which = "archive " + (block * 1000L + i);
      assertThat(after.backups()).as(which).isEqualTo(anew.backups());
      assertThat(after.wals().timelines()).as(which).isEqualTo(anew.wals().timelines());
      for (long timeline : anew.wals().timelines()) {
        assertThat(after.wals().runs(timeline)).as(which).isEqualTo(anew.wals().runs(timeline));
      }
      assertThat(ChainCheck.of(after, Duration.ZERO).usable())
          .isEqualTo(ChainCheck.of(anew, Duration.ZERO).usable());
    }
  }
}
