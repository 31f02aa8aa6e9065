package io.drillmaster.cnpg;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CnpgScheduleTest {
  private static final Instant SUNDAY = Instant.parse("2026-11-22T14:02:30.5Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 0 2 * * *     | 2026-11-22T02:00:00Z | 2026-11-23T02:00:00Z",
        "30 */30 * * * * | 2026-11-22T14:00:30Z | 2026-11-22T14:30:30Z",
        "0 0 2 * *       | 2026-11-22T02:00:00Z | 2026-11-23T02:00:00Z",
        "0 2 * * *       | 2026-11-22T14:02:00Z | 2026-11-22T15:02:00Z",
        "0 0 3 * * 1     | 2026-11-16T03:00:00Z | 2026-11-23T03:00:00Z",
        "0 0 3 * * MON   | 2026-11-16T03:00:00Z | 2026-11-23T03:00:00Z",
        "0 0 3 ? * 1     | 2026-11-16T03:00:00Z | 2026-11-23T03:00:00Z",
        "0 0 3 13 * 5    | 2026-11-20T03:00:00Z | 2026-11-27T03:00:00Z",
        "@daily          | 2026-11-22T00:00:00Z | 2026-11-23T00:00:00Z",
        "@weekly         | 2026-11-22T00:00:00Z | 2026-11-29T00:00:00Z",
        "@every 1h30m    | 2026-11-22T12:32:30.5Z | 2026-11-22T15:32:30.5Z"
      })
  void knowsWhatWasDueLastAndWhatIsDueNext(String cron, Instant last, Instant next) {
    CnpgSchedule schedule = CnpgSchedule.parse(cron).orElseThrow();
    assertThat(schedule.lastUntil(SUNDAY)).isEqualTo(last);
    assertThat(schedule.nextAfter(SUNDAY)).isEqualTo(next);
  }

  @Test
  void anInstantOfItsOwnIsTheLastAndNotTheNext() {
    CnpgSchedule schedule = CnpgSchedule.parse("0 0 2 * * *").orElseThrow();
    Instant due = Instant.parse("2026-11-22T02:00:00Z");
    assertThat(schedule.lastUntil(due)).isEqualTo(due);
    assertThat(schedule.nextAfter(due)).isEqualTo("2026-11-23T02:00:00Z");
    assertThat(schedule.intervalAt(due)).isEqualTo(Duration.ofDays(1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "nonsense",
        "@every",
        "@every 0s",
        "61 0 2 * * *",
        "0 0 24 * * *",
        "0 0 2 * * 7",
        "0 0 2 30 2 *",
        "0 2 * *",
        "0 0 2 * * * *"
      })
  void refusesWhatCnpgWouldNotUnderstandOrNeverDo(String cron) {
    assertThat(CnpgSchedule.parse(cron)).isEmpty();
  }
}
