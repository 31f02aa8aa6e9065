package io.drillmaster.volsync;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The schedule of a ReplicationSource, {@code spec.trigger.schedule} of volsync.backube/v1alpha1:
 * five fields or a shorthand, in UTC, with the meaning that robfig/cron v3 gives it (VolSync's
 * library). Where both days are restricted, either is enough; {@code *}{@code /1} restricts
 * nothing.
 */
public final class VolsyncSchedule {
  private static final CronParser PARSER =
      new CronParser(CronDefinitionBuilder.instanceDefinitionFor(CronType.UNIX));
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "@yearly", "0 0 1 1 *",
          "@annually", "0 0 1 1 *",
          "@monthly", "0 0 1 * *",
          "@weekly", "0 0 * * 0",
          "@daily", "0 0 * * *",
          "@midnight", "0 0 * * *",
          "@hourly", "0 * * * *");

  /** robfig/cron counts the days of the week from 0 to 6 and refuses 7. */
  private static final Pattern SEVEN = Pattern.compile("(^|[,-])7");

  private final ExecutionTime times;

  private VolsyncSchedule(ExecutionTime times) {
    this.times = times;
  }

  /**
   * @return empty where VolSync would not understand it, or where it is never due
   */
  public static Optional<VolsyncSchedule> parse(String text) {
    String cron = SHORTHANDS.getOrDefault(text.strip(), text.strip());
    String[] fields = cron.split("\\s+");
    if (fields.length != 5 || SEVEN.matcher(fields[4]).find()) {
      return Optional.empty();
    }
    for (int field = 0; field < fields.length; field++) {
      fields[field] = fields[field].equals("*/1") ? "*" : fields[field];
    }
    try {
      ExecutionTime times = ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)));
      ZonedDateTime leapYear = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
      return times.nextExecution(leapYear).map(due -> new VolsyncSchedule(times));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** The first due time after this instant. */
  public Instant nextAfter(Instant instant) {
    return times.nextExecution(utc(instant)).orElseThrow().toInstant();
  }

  /** The latest due time that is not after this instant. */
  public Instant lastUntil(Instant instant) {
    ZonedDateTime candidate = last(utc(instant).plusSeconds(1));
    return (candidate.toInstant().isAfter(instant) ? last(candidate) : candidate).toInstant();
  }

  /** Time between the due times before and after this instant. */
  public Duration intervalAt(Instant instant) {
    return Duration.between(lastUntil(instant), nextAfter(instant));
  }

  private ZonedDateTime last(ZonedDateTime before) {
    return times.lastExecution(before).orElseThrow();
  }

  private static ZonedDateTime utc(Instant instant) {
    return instant.atZone(ZoneOffset.UTC);
  }
}
