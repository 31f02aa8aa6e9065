package io.drillmaster.kube;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "1h0m0s, PT1H",
    "1h2m3.5s, PT1H2M3.5S",
    "45.123456789s, PT45.123S",
    "800ms, PT0.8S",
    "0s, PT0S",
    "0, PT0S",
    "8h, PT8H",
    "1.s, PT1S",
    "90m, PT1H30M"
  })
  void readsWhatGoPrints(String text, Duration duration) {
    assertThat(GoDuration.parse(text)).contains(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "1", "-1h", "1d", "h", "1h ", "PT1H", "1h1", "1e9s"})
  void takesNothingElse(String text) {
    assertThat(GoDuration.parse(text)).isEmpty();
  }

  @Test
  void doesNotOverflow() {
    assertThat(GoDuration.parse("999999999h")).isPresent();
  }
}
