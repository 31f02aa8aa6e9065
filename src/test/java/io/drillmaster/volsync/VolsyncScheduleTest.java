package io.drillmaster.volsync;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class VolsyncScheduleTest {
  private static final Instant SUNDAY = Instant.parse("2026-11-22T14:02:30.5Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 */8 * * *    | 2026-11-22T08:00:00Z | 2026-11-22T16:00:00Z",
        "@hourly        | 2026-11-22T14:00:00Z | 2026-11-22T15:00:00Z",
        "@daily         | 2026-11-22T00:00:00Z | 2026-11-23T00:00:00Z",
        "@weekly        | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z",
        "@monthly       | 2026-11-01T00:00:00Z | 2026-12-01T00:00:00Z",
        "@yearly        | 2026-01-01T00:00:00Z | 2027-01-01T00:00:00Z",
        "* * * * *      | 2026-11-22T14:02:00Z | 2026-11-22T14:03:00Z",
        "5,35 2-4 * * * | 2026-11-22T04:35:00Z | 2026-11-23T02:05:00Z",
        "0 3 * * 1      | 2026-11-16T03:00:00Z | 2026-11-23T03:00:00Z",
        "0 3 13 * 5     | 2026-11-20T03:00:00Z | 2026-11-27T03:00:00Z",
        "0 3 */1 * 1    | 2026-11-16T03:00:00Z | 2026-11-23T03:00:00Z",
        "15/20 * * * *  | 2026-11-22T13:55:00Z | 2026-11-22T14:15:00Z",
        "0 0 29 2 *     | 2024-02-29T00:00:00Z | 2028-02-29T00:00:00Z"
      })
  void knowsWhatWasDueLastAndWhatIsDueNext(String cron, Instant last, Instant next) {
    VolsyncSchedule schedule = VolsyncSchedule.parse(cron).orElseThrow();
    assertThat(schedule.lastUntil(SUNDAY)).isEqualTo(last);
    assertThat(schedule.nextAfter(SUNDAY)).isEqualTo(next);
  }

  @Test
  void anInstantOfItsOwnIsTheLastAndNotTheNext() {
    VolsyncSchedule schedule = VolsyncSchedule.parse("0 */8 * * *").orElseThrow();
    Instant due = Instant.parse("2026-11-22T16:00:00Z");
    assertThat(schedule.lastUntil(due)).isEqualTo(due);
    assertThat(schedule.lastUntil(due.minusMillis(1))).isEqualTo("2026-11-22T08:00:00Z");
    assertThat(schedule.nextAfter(due)).isEqualTo("2026-11-23T00:00:00Z");
    assertThat(schedule.intervalAt(due)).isEqualTo(Duration.ofHours(8));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "@every 1h",
        "0 0 * * * *",
        "61 * * * *",
        "0 24 * * *",
        "0 0 * * 7",
        "0 0 31 2 *",
        "0 0 * *",
        "*/0 * * * *",
        "a b c d e"
      })
  void refusesWhatVolsyncWouldNotUnderstandOrNeverDo(String cron) {
    assertThat(VolsyncSchedule.parse(cron)).isEmpty();
  }
}
