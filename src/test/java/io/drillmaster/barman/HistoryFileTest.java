package io.drillmaster.barman;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.barman.HistoryFile.Reading;
import io.drillmaster.barman.TimelineHistory.Switch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HistoryFileTest {
  private static Reading read(long timeline, String text) {
    return HistoryFile.read(timeline, text.getBytes(UTF_8), Compression.NONE);
  }

  @Test
  void readsAncestorsAndSkipsComments() {
    String text =
        """
        # made by hand

        1\t0/A41638\tbefore 2026-11-22 22:48:40.888861+00
          3 1/B00000
        """;
    assertThat(read(4, text).switches())
        .containsExactly(new Switch(1, new Lsn(0xA41638L)), new Switch(3, new Lsn(0x1_00B0_0000L)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', it names no ancestor",
    "'# nothing', it names no ancestor",
    "'1', line 1 is not understood",
    "'one 0/1', line 1 is not understood",
    "'1 0/1\n2 0-2', line 2 is not understood",
    "'2 0/1\n1 0/2', the timelines in it do not ascend to its own",
    "'3 0/1', the timelines in it do not ascend to its own",
  })
  void saysWhatIsWrong(String text, String problem) {
    assertThat(read(3, text).problem()).contains(problem);
    assertThat(read(3, text).switches()).isEmpty();
  }

  @Test
  void whatCannotBeUnpackedIsSaid() {
    assertThat(HistoryFile.read(2, "1 0/1".getBytes(UTF_8), Compression.GZIP).problem())
        .contains("it cannot be unpacked");
    assertThat(HistoryFile.read(2, new byte[HistoryFile.MAX_BYTES + 1], Compression.NONE).problem())
        .contains("it cannot be unpacked");
  }
}
