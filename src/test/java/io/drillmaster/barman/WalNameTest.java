package io.drillmaster.barman;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WalNameTest {
  /** As {@code pg_walfile_name} of PostgreSQL 16 says it. */
  @ParameterizedTest
  @CsvSource({
    "16777216, 1, 0/C000028, 00000001000000000000000C",
    "16777216, 1, 0/FF000001, 0000000100000000000000FF",
    "16777216, 16, 1/28, 000000100000000100000000",
    "1048576, 1, 0/FFF00001, 000000010000000000000FFF",
    "1048576, 2, 0/A41638, 00000002000000000000000A",
    "1073741824, 1, 5/C0000000, 000000010000000500000003",
    "16777216, 4294967295, FFFFFFFF/FFFFFFFF, FFFFFFFFFFFFFFFF000000FF"
  })
  void isTheOneThatHoldsThePosition(long bytes, long timeline, String lsn, String name) {
    SegmentSize size = SegmentSize.of(bytes).orElseThrow();
    long number = size.number(Lsn.parse(lsn).orElseThrow());
    WalName made = WalName.of(timeline, number, size);
    assertThat(made).hasToString(name);
    assertThat(WalName.parse(name)).contains(made);
    assertThat(made.number(size)).isEqualTo(number);
    assertThat(name).startsWith(made.folder());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00000001000000000000000",
        "0000000100000000000000010",
        "00000001000000000000000c",
        "000000000000000000000001",
        "000000010000000000001000",
        "00000001000000000000000G"
      })
  void whatIsNoNameIsEmpty(String text) {
    assertThat(WalName.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "0/", "/0", "0/123456789", "g/0", "0/0/0"})
  void whatIsNoPositionIsEmpty(String text) {
    assertThat(Lsn.parse(text)).isEmpty();
  }

  @Test
  void sizesArePowersOfTwoFromOneMebibyteToOneGibibyte() {
    assertThat(SegmentSize.of(0)).isEmpty();
    assertThat(SegmentSize.of(1 << 19)).isEmpty();
    assertThat(SegmentSize.of((1 << 20) + 1)).isEmpty();
    assertThat(SegmentSize.of(1L << 31)).isEmpty();
    assertThat(SegmentSize.USUAL).hasToString("16 MiB");
    assertThatThrownBy(() -> new SegmentSize(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
