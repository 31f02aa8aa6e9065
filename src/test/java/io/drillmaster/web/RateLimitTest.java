package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RateLimitTest {
  private static final long SECOND = 1_000_000_000L;

  @Test
  void aBurstGoesThroughAndThenOnlyWhatIsRefilled() {
    RateLimit limit = new RateLimit(2, 0.5);

    assertThat(limit.secondsToWait("a", 0)).isZero();
    assertThat(limit.secondsToWait("a", 0)).isZero();
    assertThat(limit.secondsToWait("a", 0)).isEqualTo(2);
    assertThat(limit.secondsToWait("a", SECOND)).isEqualTo(1);
    assertThat(limit.secondsToWait("a", 2 * SECOND)).isZero();
  }

  @Test
  void oneClientDoesNotSlowDownAnother() {
    RateLimit limit = new RateLimit(1, 1);

    assertThat(limit.secondsToWait("a", 0)).isZero();
    assertThat(limit.secondsToWait("b", 0)).isZero();
    assertThat(limit.secondsToWait("a", 0)).isPositive();
  }

  @Test
  void waitingLongSavesNoMoreThanABurst() {
    RateLimit limit = new RateLimit(2, 1);
    limit.secondsToWait("a", 0);

    assertThat(limit.secondsToWait("a", 1000 * SECOND)).isZero();
    assertThat(limit.secondsToWait("a", 1000 * SECOND)).isZero();
    assertThat(limit.secondsToWait("a", 1000 * SECOND)).isPositive();
  }
}
