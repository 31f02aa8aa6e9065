package io.drillmaster.lab.cnpg;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Instant;
import java.time.ZoneOffset;

/** The due times of a ScheduledBackup: six cron fields, seconds first. */
final class BackupTimes {
  private final ExecutionTime times;

  private BackupTimes(ExecutionTime times) {
    this.times = times;
  }

  /**
   * @throws IllegalArgumentException where a cron would not understand it
   */
  static BackupTimes of(String schedule) {
    CronParser parser =
        new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.SPRING53));
    return new BackupTimes(ExecutionTime.forCron(parser.parse(schedule)));
  }

  Instant after(Instant instant) {
    return times.nextExecution(instant.atZone(ZoneOffset.UTC)).orElseThrow().toInstant();
  }

  Instant before(Instant instant) {
    return times.lastExecution(instant.atZone(ZoneOffset.UTC)).orElseThrow().toInstant();
  }
}
