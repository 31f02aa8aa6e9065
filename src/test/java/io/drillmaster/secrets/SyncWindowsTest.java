package io.drillmaster.secrets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncWindowsTest {
  private static SyncWindows windows(String kind, String schedule, String duration) {
    Map<String, Object> window = Map.of("schedule", schedule, "duration", duration);
    return SyncWindows.of(
        new Resource(
            Map.of(
                "spec", Map.of("syncWindows", Map.of("kind", kind, "windows", List.of(window))))));
  }

  @ParameterizedTest
  @CsvSource({
    "allow, 0 22 * * *, 2h, 2026-11-22T23:00:00Z, 2026-11-22T23:00:00Z",
    "allow, 0 22 * * *, 2h, 2026-11-22T22:00:00Z, 2026-11-22T22:00:00Z",
    "allow, 0 22 * * *, 2h, 2026-11-23T00:00:00Z, 2026-11-23T00:00:00Z",
    "allow, 0 22 * * *, 2h, 2026-11-23T00:00:01Z, 2026-11-23T22:00:00Z",
    "allow, @daily, 1h, 2026-11-22T12:00:00Z, 2026-11-23T00:00:00Z",
    "allow, 0 22 * * 1-5, 2h, 2026-11-21T23:00:00Z, 2026-11-23T22:00:00Z",
    "allow, @every 1h, 1h, 2026-11-22T12:00:00Z, 2026-11-22T12:00:00Z",
    "deny, 0 8 * * *, 10h, 2026-11-22T12:00:00Z, 2026-11-22T18:00:01Z",
    "deny, 0 8 * * *, 10h, 2026-11-22T19:00:00Z, 2026-11-22T19:00:00Z",
    "deny, not cron, 10h, 2026-11-22T12:00:00Z, 2026-11-22T12:00:00Z"
  })
  void opensWhenTheOperatorWouldRefresh(
      String kind, String schedule, String duration, Instant from, Instant open) {
    assertThat(windows(kind, schedule, duration).firstOpen(from)).contains(open);
  }

  @ParameterizedTest
  @CsvSource({
    "allow, not cron, 2h",
    "allow, @every 2h, 1h",
    "deny, @every 1h, 2h",
    "deny, @hourly, 1h"
  })
  void mayNeverOpen(String kind, String schedule, String duration) {
    Instant from = Instant.parse("2026-11-22T12:00:00Z");
    assertThat(windows(kind, schedule, duration).firstOpen(from)).isEmpty();
  }

  @Test
  void withoutAnyItIsAlwaysOpen() {
    SyncWindows none = SyncWindows.of(new Resource(Map.of("spec", Map.of())));
    Instant from = Instant.parse("2026-11-22T12:00:00Z");
    assertThat(none.isEmpty()).isTrue();
    assertThat(none.firstOpen(from)).contains(from);
  }

  @Test
  void aDurationThatIsNoneIsOdd() {
    assertThatThrownBy(() -> windows("allow", "@daily", "a while"))
        .isInstanceOf(OddFieldException.class);
  }
}
