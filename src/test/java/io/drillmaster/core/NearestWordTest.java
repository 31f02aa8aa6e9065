package io.drillmaster.core;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestWordTest {
  private static final List<String> KNOWN = List.of("volsync", "object-store", "all", "two");

  @Test
  void findsWhatWasMistyped() {
    assertThat(NearestWord.to("volsnc", KNOWN)).contains("volsync");
    assertThat(NearestWord.to("VolSync", KNOWN)).contains("volsync");
    assertThat(NearestWord.to("objectstore", KNOWN)).contains("object-store");
    assertThat(NearestWord.to("tow", KNOWN)).contains("two");
    assertThat(NearestWord.to("al", KNOWN)).contains("all");
  }

  @Test
  void doesNotGuessWhereNothingIsNear() {
    assertThat(NearestWord.to("", KNOWN)).isEmpty();
    assertThat(NearestWord.to("ten", KNOWN)).isEmpty();
    assertThat(NearestWord.to("postgres", KNOWN)).isEmpty();
    assertThat(NearestWord.to("volsync".repeat(1000), KNOWN)).isEmpty();
    assertThat(NearestWord.to("volsync", List.of())).isEmpty();
  }
}
