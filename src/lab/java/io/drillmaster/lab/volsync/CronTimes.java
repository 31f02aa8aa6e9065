package io.drillmaster.lab.volsync;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;

/** The due times of a schedule, as the operator computes them. */
final class CronTimes {
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "@hourly", "0 * * * *",
          "@daily", "0 0 * * *",
          "@weekly", "0 0 * * 0",
          "@monthly", "0 0 1 * *",
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *");

  private final ExecutionTime times;

  private CronTimes(ExecutionTime times) {
    this.times = times;
  }

  /** Empty where the schedule says nothing that a cron would understand. */
  static Optional<CronTimes> parse(String schedule) {
    try {
      CronParser parser =
          new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
      String cron = SHORTHANDS.getOrDefault(schedule, schedule);
      return Optional.of(new CronTimes(ExecutionTime.forCron(parser.parse(cron))));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  Instant after(Instant instant) {
    return times.nextExecution(instant.atZone(ZoneOffset.UTC)).orElseThrow().toInstant();
  }

  Instant before(Instant instant) {
    return times.lastExecution(instant.atZone(ZoneOffset.UTC)).orElseThrow().toInstant();
  }
}
