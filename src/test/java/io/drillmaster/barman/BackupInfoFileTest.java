package io.drillmaster.barman;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.barman.BackupInfoFile.Reading;
import io.drillmaster.barman.BaseBackup.State;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BackupInfoFileTest {
  private static final String SOUND =
      """
      backup_label='START WAL LOCATION: 0/C000028 (file 00000001000000000000000C)\\nLABEL: x\\n'
      begin_offset=40
      begin_time=2026-11-22 21:23:30.455140+00:00
      begin_wal=00000001000000000000000C
      begin_xlog=0/C000028
      compression=None
      config_file=/srv/pg/postgresql.conf
      copy_stats={'total_time': 44.1, 'tablespaces': {}}
      deduplicated_size=None
      end_offset=312
      end_time=2026-11-22 22:24:16.500000+01:00
      end_wal=00000001000000000000000C
      end_xlog=0/C000138
      error=None
      hba_file=/srv/pg/pg_hba.conf
      mode=None
      server_name=cloud
      size=None
      snapshots_info=None
      status=DONE
      systemid=7711109553405409623
      tablespaces=[('fast', 16387, '/srv/fast'), (u"sl'ow", 16405, '/srv/s=1')]
      timeline=1
      version=150018
      xlog_segment_size=16777216
      """;

  private static Reading read(String text) {
    return BackupInfoFile.read(text.getBytes(UTF_8));
  }

  @Test
  void readsWhatBarmanWrites() {
    Reading reading = read(SOUND);
    assertThat(reading.state()).isEqualTo(State.DONE);
    BackupInfo info = reading.info().orElseThrow();
    assertThat(info.begin().time()).contains(Instant.parse("2026-11-22T21:23:30.455140Z"));
    assertThat(info.end().time()).contains(Instant.parse("2026-11-22T21:24:16.5Z"));
    assertThat(info.begin().wal().orElseThrow()).hasToString("00000001000000000000000C");
    assertThat(info.end().lsn().orElseThrow()).hasToString("0/C000138");
    assertThat(info.timeline()).contains(1L);
    assertThat(info.systemId()).contains("7711109553405409623");
    assertThat(info.segmentSize()).contains(SegmentSize.USUAL);
    assertThat(info.tablespaces()).containsExactly(16387L, 16405L);
    assertThat(info.serverVersion()).contains(150018);
    assertThat(info.error()).isEmpty();
    assertThat(info.isSnapshot()).isFalse();
  }

  /** Wherever it is cut off, it is unreadable, and says so in words. */
  @Test
  void anyBeginningOfItIsUnreadable() {
    for (int length = 0; length < SOUND.length(); length++) {
      Reading reading = read(SOUND.substring(0, length));
      assertThat(reading.state()).as("cut at " + length).isEqualTo(State.UNREADABLE);
      assertThat(reading.problem()).as("cut at " + length).isPresent();
    }
  }

  @Test
  void rubbishOfAnyKindIsUnreadable() {
    Random random = new Random(4711);
    for (int i = 0; i < 2000; i++) {
      byte[] bytes = SOUND.getBytes(UTF_8);
      byte[] noise = new byte[1 + random.nextInt(bytes.length)];
      random.nextBytes(noise);
      System.arraycopy(
          noise, 0, bytes, random.nextInt(bytes.length - noise.length + 1), noise.length);
      Reading reading = BackupInfoFile.read(bytes);
      assertThat(reading.problem().isPresent()).isEqualTo(reading.state() == State.UNREADABLE);
    }
    assertThat(BackupInfoFile.read(new byte[] {0, 1, 2, '\n'}).problem().orElseThrow().sentence())
        .isEqualTo("it is no text");
    byte[] huge = "x".repeat(BackupInfoFile.MAX_BYTES + 1).getBytes(UTF_8);
    assertThat(BackupInfoFile.read(huge).problem().orElseThrow().sentence())
        .isEqualTo("it is far too long");
  }

  @ParameterizedTest
  @CsvSource({
    "timeline=1, timeline=None, 'valid timeline', 'none of them'",
    "begin_wal=00000001000000000000000C, begin_wal=0C, 'valid begin_wal', 'other values'",
    "end_time=2026-11-22 22:24:16.500000+01:00, end_time=yesterday, 'valid end_time', 'other values'",
    "begin_time=2026-11-22 21:23:30, begin_time=2026-13-22 21:23:30, 'valid begin_time', 'other values'",
    "xlog_segment_size=16777216, xlog_segment_size=16777, 'valid xlog_segment_size', 'other values'",
    "status=DONE, status=FINE, 'status=DONE or status=FAILED', 'status=FINE'",
    "status=DONE, status=<b>, 'status=DONE or status=FAILED', 'another text'",
    "'(u\"sl', '(u', 'valid tablespaces', 'other values'",
    "end_xlog=0/C000138, end_xlog=0/B000138, 'begin_xlog before end_xlog', 'the other way round'",
    "mode=None, status=DONE, 'each key once', 'status again in line 20'",
    "mode=None, what is this, key=value, something else",
  })
  void saysWhatWasExpectedAndWhatIsThere(
      String found, String instead, String expected, String observed) {
    Reading reading = read(SOUND.replace(found, instead));
    assertThat(reading.state()).isEqualTo(State.UNREADABLE);
    assertThat(reading.problem().orElseThrow().expected()).isEqualTo(expected);
    assertThat(reading.problem().orElseThrow().observed()).isEqualTo(observed);
  }

  @ParameterizedTest
  @CsvSource({"FAILED, FAILED", "STARTED, RUNNING", "EMPTY, RUNNING", "WAITING_FOR_WALS, DONE"})
  void everyStatusOfBarmanIsKnown(String status, State state) {
    assertThat(read(SOUND.replace("status=DONE", "status=" + status)).state()).isEqualTo(state);
  }

  @Test
  void aFailedOneNeedsNoMoreThanItsStatus() {
    Reading reading = read("error=no space left\nstatus=FAILED\n");
    assertThat(reading.state()).isEqualTo(State.FAILED);
    assertThat(reading.info().orElseThrow().error()).contains("no space left");
  }

  @Test
  void aSnapshotIsKnown() {
    Reading reading = read(SOUND.replace("snapshots_info=None", "snapshots_info={'x': 1}"));
    assertThat(reading.info().orElseThrow().isSnapshot()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"[", "[(", "('a', 1", "'a", "[1,,2]", "{}", "[[[[[[[[[[[]]]]]]]]]]]", "x", ""})
  void whatIsNoLiteralIsEmpty(String text) {
    assertThat(PythonLiteral.parse(text)).isEmpty();
  }
}
