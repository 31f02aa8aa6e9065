package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AcceptTest {
  private static final List<String> OFFERED =
      List.of("application/json", "text/plain", "text/html");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | application/json",
        "'' | application/json",
        "text/plain | text/plain",
        "TEXT/Plain | text/plain",
        "text/* | text/plain",
        "text/html,application/xhtml+xml,*/*;q=0.8 | text/html",
        "application/json;q=0.1, text/plain;q=0.2 | text/plain",
        "text/plain, */* | text/plain",
        "application/json;q=0, */* | text/plain",
        "text/plain;charset=utf-8;q=0.5, text/html;q=0.4 | text/plain",
        "image/png | none",
        "text/plain;q=0 | none",
        "garbage | none",
        ",,,;;;q=,*/ | none",
        "text/html;q=7 | text/html"
      })
  void choosesWhatTheClientLikesBest(String header, String expected) {
    assertThat(Accept.of(List.of(header)).best(OFFERED).orElse("none")).isEqualTo(expected);
  }

  @Test
  void severalHeadersAreOne() {
    assertThat(Accept.of(List.of("image/png", "text/html")).best(OFFERED)).contains("text/html");
    assertThat(Accept.of(List.of()).best(OFFERED)).contains("application/json");
  }

  @Test
  void anEndlessHeaderAcceptsNothing() {
    assertThat(Accept.of(List.of("text/plain,".repeat(1000))).best(OFFERED)).isEmpty();
  }
}
