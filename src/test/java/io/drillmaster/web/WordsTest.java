package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
  @ParameterizedTest
  @CsvSource({
    "PT0S,0s",
    "PT0.00001S,1ms",
    "PT0.85S,850ms",
    "PT4.4S,4s",
    "PT7M10S,7m 10s",
    "PT12H2M,12h 02m",
    "PT46H2M9S,1d 22h 02m",
    "PT-5S,-5s"
  })
  void writesSpans(Duration span, String text) {
    assertThat(Words.span(span)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "PT30S,30s",
    "PT5M,5m",
    "PT90M,1h 30m",
    "PT8H,8h",
    "PT24H,24h",
    "PT48H,48h",
    "P7D,7d",
    "PT0S,0s"
  })
  void writesObjectivesAsPeopleDo(Duration span, String text) {
    assertThat(Words.objective(span)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "0,0 B",
    "1023,1023 B",
    "1024,1.0 KiB",
    "1048575,1.0 MiB",
    "44238813184,41.2 GiB",
    "1e21,867.4 EiB"
  })
  void writesSizes(double bytes, String text) {
    assertThat(Words.size(bytes)).isEqualTo(text);
  }

  @Test
  void aMomentLongAgoHasItsYear() {
    Instant now = Instant.parse("2026-11-22T14:02:09Z");
    assertThat(Words.moment(Instant.parse("2026-11-20T16:00:00Z"), now)).isEqualTo("20 Nov 16:00");
    assertThat(Words.moment(Instant.parse("2025-11-20T16:00:00Z"), now)).isEqualTo("20 Nov 2025");
  }

  @Test
  void aLongNameKeepsBothEnds() {
    assertThat(Words.shortened("business/a-very-long-name", 11)).isEqualTo("busin…-name");
    assertThat(Words.shortened("short", 5)).isEqualTo("short");
  }
}
