package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
  @Test
  void everyUnitIsUnderstood() {
    assertThat(Durations.parse("500ms")).contains(Duration.ofMillis(500));
    assertThat(Durations.parse("30s")).contains(Duration.ofSeconds(30));
    assertThat(Durations.parse("15m")).contains(Duration.ofMinutes(15));
    assertThat(Durations.parse("24h")).contains(Duration.ofHours(24));
    assertThat(Durations.parse("999999999d")).contains(Duration.ofDays(999_999_999));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "0s",
        "-1s",
        "+1s",
        "1",
        "s",
        "1.5h",
        "1h30m",
        "1 s",
        "1S",
        "PT1S",
        "01s",
        "9999999999s"
      })
  void nothingElseIsADuration(String text) {
    assertThat(Durations.parse(text)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "1h30m,90m",
    "30 seconds,30s",
    "2 Days,2d",
    "1h 0m 0s,1h",
    "24h,1d",
    "1m500ms,60500ms",
    "90 mins,90m"
  })
  void whatWasMeantIsFound(String written, String meant) {
    assertThat(Durations.meant(written)).contains(meant);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "often", "30", "0s", "1h later", "h", "999999999d999999999d"})
  void whatCannotBeMeantIsNot(String written) {
    assertThat(Durations.meant(written)).isEmpty();
  }
}
