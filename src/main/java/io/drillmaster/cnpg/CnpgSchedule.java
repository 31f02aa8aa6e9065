package io.drillmaster.cnpg;

import com.cronutils.model.definition.CronDefinition;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code spec.schedule} of a ScheduledBackup (postgresql.cnpg.io/v1, CNPG 1.30), with the meaning
 * that robfig/cron v1 gives it, in UTC, the operator's own zone: seconds come first, and the day of
 * the week may be left out, so that the five fields {@code 0 0 2 * *} are read as two o'clock every
 * day, and {@code 0 2 * * *} as once an hour.
 */
final class CnpgSchedule {
  private static final CronParser PARSER = new CronParser(definition());
  private static final Map<String, String> SHORTHANDS =
      Map.of(
          "@yearly", "0 0 0 1 1 *",
          "@annually", "0 0 0 1 1 *",
          "@monthly", "0 0 0 1 * *",
          "@weekly", "0 0 0 * * 0",
          "@daily", "0 0 0 * * *",
          "@midnight", "0 0 0 * * *",
          "@hourly", "0 0 * * * *");
  private static final Pattern EVERY =
      Pattern.compile("@every (?=[0-9])([0-9]{1,4}h)?" + "([0-9]{1,5}m)?([0-9]{1,7}s)?");

  /** robfig/cron counts the days of the week from 0 to 6 and refuses 7. */
  private static final Pattern SEVEN = Pattern.compile("(^|[,-])7");

  private final Times times;

  private CnpgSchedule(Times times) {
    this.times = times;
  }

  /** What is due when. */
  private interface Times {
    Instant after(Instant instant);

    Instant until(Instant instant);
  }

  private static CronDefinition definition() {
    return CronDefinitionBuilder.defineCron()
        .withSeconds()
        .withValidRange(0, 59)
        .withStrictRange()
        .and()
        .withMinutes()
        .withValidRange(0, 59)
        .withStrictRange()
        .and()
        .withHours()
        .withValidRange(0, 23)
        .withStrictRange()
        .and()
        .withDayOfMonth()
        .withValidRange(1, 31)
        .withStrictRange()
        .and()
        .withMonth()
        .withValidRange(1, 12)
        .withStrictRange()
        .and()
        .withDayOfWeek()
        .withValidRange(0, 7)
        .withMondayDoWValue(1)
        .withIntMapping(7, 0)
        .withStrictRange()
        .and()
        .instance();
  }

  /**
   * @return empty where CNPG would not understand it, or where it is never due
   */
  static Optional<CnpgSchedule> parse(String text) {
    Matcher every = EVERY.matcher(text.strip());
    if (every.matches()) {
      return interval(every).map(Interval::new).map(CnpgSchedule::new);
    }
    String cron = SHORTHANDS.getOrDefault(text.strip(), text.strip());
    String[] fields = cron.split("\\s+");
    if (fields.length == 5) {
      fields = (cron + " *").split("\\s+");
    }
    if (fields.length != 6 || SEVEN.matcher(fields[5]).find()) {
      return Optional.empty();
    }
    for (int field = 0; field < fields.length; field++) {
      fields[field] =
          fields[field].equals("*/1") || fields[field].equals("?") ? "*" : fields[field];
    }
    try {
      ExecutionTime times = ExecutionTime.forCron(PARSER.parse(String.join(" ", fields)));
      ZonedDateTime leapYear = ZonedDateTime.of(2024, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
      return times.nextExecution(leapYear).map(due -> new CnpgSchedule(new Calendar(times)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> interval(Matcher every) {
    Duration sum = Duration.ZERO;
    for (int group = 1; group <= 3; group++) {
      String part = every.group(group);
      if (part != null) {
        sum = sum.plus(Duration.parse("PT" + part));
      }
    }
    return sum.isZero() ? Optional.empty() : Optional.of(sum);
  }

  /** The first due time after this instant. */
  Instant nextAfter(Instant instant) {
    return times.after(instant);
  }

  /**
   * The latest due time that is not after this instant. For {@code @every}, which counts from the
   * last check of the operator, one interval before it.
   */
  Instant lastUntil(Instant instant) {
    return times.until(instant);
  }

  /** Time between the due times before and after this instant. */
  Duration intervalAt(Instant instant) {
    return times instanceof Interval every
        ? every.length()
        : Duration.between(lastUntil(instant), nextAfter(instant));
  }

  private record Interval(Duration length) implements Times {
    @Override
    public Instant after(Instant instant) {
      return instant.plus(length);
    }

    @Override
    public Instant until(Instant instant) {
      return instant.minus(length);
    }
  }

  private record Calendar(ExecutionTime times) implements Times {
    @Override
    public Instant after(Instant instant) {
      return times.nextExecution(utc(instant)).orElseThrow().toInstant();
    }

    @Override
    public Instant until(Instant instant) {
      ZonedDateTime candidate = last(utc(instant).plusSeconds(1));
      return (candidate.toInstant().isAfter(instant) ? last(candidate) : candidate).toInstant();
    }

    private ZonedDateTime last(ZonedDateTime before) {
      return times.lastExecution(before).orElseThrow();
    }

    private static ZonedDateTime utc(Instant instant) {
      return instant.atZone(ZoneOffset.UTC);
    }
  }
}
