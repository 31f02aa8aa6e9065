package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.TickingClock;
import io.drillmaster.telemetry.Nonces;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class MetersTest {
  @Test
  void theNonceOnThePageChangesWithTheTimeAndTheFirstOneStays() {
    TickingClock clock = new TickingClock(Instant.ofEpochSecond(1_790_000_040));
    Meters meters = new Meters();
    try (Nonces nonces = Nonces.start(Duration.ofMinutes(1), clock)) {
      meters.nonces(nonces);
      clock.set(Instant.ofEpochSecond(1_790_000_200));
      assertThat(meters.registry().scrape())
          .contains("# HELP drillmaster_nonce_timestamp_seconds ")
          .contains("\ndrillmaster_nonce_timestamp_seconds 1.79000016E9\n")
          .contains("\ndrillmaster_nonce_first_timestamp_seconds 1.79000004E9\n");
    }
  }
}
