package io.drillmaster.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.TickingClock;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class NoncesTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:02:31Z");

  @Test
  void aNonceIsTheBeginningOfItsSpanAndChangesWithIt() {
    TickingClock clock = new TickingClock(NOW);
    try (Nonces nonces = Nonces.start(Duration.ofMinutes(1), clock)) {
      double first = nonces.issued();
      assertThat(first).isEqualTo(Instant.parse("2026-11-22T14:02:00Z").getEpochSecond());
      assertThat(nonces.first()).isEqualTo(first);
      clock.advance(Duration.ofSeconds(28));
      assertThat(nonces.issued()).isEqualTo(first);
      clock.advance(Duration.ofSeconds(1));
      assertThat(nonces.issued()).isEqualTo(first + 60);
      assertThat(nonces.first()).isEqualTo(first);
    }
  }

  @Test
  void aLineIsReadBackAndOthersAreNot() {
    Nonce nonce =
        new Nonce(Instant.ofEpochSecond(1_790_000_000), Instant.ofEpochSecond(1_790_000_060));
    assertThat(Nonce.parse("10:00 INFO x - " + nonce.line() + " and more")).contains(nonce);
    assertThat(Nonce.parse("drillmaster_nonce issued=1 first=2")).isEmpty();
    assertThat(Nonce.parse("drillmaster_nonce issued=179000000099999 first=1790000000")).isEmpty();
    assertThat(Nonce.parse("")).isEmpty();
  }
}
