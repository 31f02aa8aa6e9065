package io.drillmaster.barman;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The packed forms were made by what barman uses: Python's gzip, bz2, lzma, snappy and so on. */
class CompressionTest {
  private static final String TEXT = "1\t0/3000000\tno recovery target specified\n";

  @ParameterizedTest
  @CsvSource({
    ".gz, H4sIAAAAAAACAzPkNNA3NgADzrx8haLU5Pyy1KJKhZLEovTUEoXigtTkzLTM1BQuAAoGbPopAAAA",
    ".bz2, QlpoOTFBWSZTWU2WTLwAAAbZgBAwQADoAC+h3SAgADFABiNNNGhTJNpM0CPamk0O2w6QoUFqqZiwZwcgMcN+PcyJq9F3JFOFCQTZZMvA",
    ".xz, /Td6WFoAAATm1rRGAgAhARYAAAB0L+WjAQAoMQkwLzMwMDAwMDAJbm8gcmVjb3ZlcnkgdGFyZ2V0IHNwZWNpZmllZAoAAAAA+lifb77hdRwAAUEpA1NWix+2830BAAAAAARZWg==",
    ".snappy, /wYAAHNOYVBwWQAtAAApUNPkKRQxCTAvMzAFAXQJbm8gcmVjb3ZlcnkgdGFyZ2V0IHNwZWNpZmllZAo=",
    ".zst, KLUv/SApSQEAMQkwLzMwMDAwMDAJbm8gcmVjb3ZlcnkgdGFyZ2V0IHNwZWNpZmllZAo=",
    ".lz4, BCJNGGhAKQAAAAAAAAADKQAAgDEJMC8zMDAwMDAwCW5vIHJlY292ZXJ5IHRhcmdldCBzcGVjaWZpZWQKAAAAAA=="
  })
  void unpacksWhatBarmanPacks(String suffix, String packed) {
    Compression compression = Compression.ofSuffix(suffix).orElseThrow();
    byte[] bytes = Base64.getDecoder().decode(packed);
    assertThat(compression.unpack(bytes, 1000).orElseThrow()).isEqualTo(TEXT.getBytes(US_ASCII));
    assertThat(compression.unpack(bytes, 10)).isEmpty();
  }

  @Test
  void leavesAloneWhatIsNotPacked() {
    assertThat(Compression.NONE.unpack(TEXT.getBytes(US_ASCII), 1000).orElseThrow())
        .isEqualTo(TEXT.getBytes(US_ASCII));
    assertThat(Compression.ofSuffix(".zip")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NONE")
  void rubbishIsNothing(Compression compression) {
    for (String rubbish : new String[] {TEXT, "", "x", "\0\1\2\3\4\5\6\7"}) {
      assertThat(compression.unpack(rubbish.getBytes(US_ASCII), 1000).map(String::new))
          .isIn(Optional.empty(), Optional.of(""));
    }
  }
}
