package io.drillmaster.core.probe;

import java.time.Duration;
import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A quantity that probes read off their targets and that becomes a metric by itself. A feature that
 * needs a new one declares it; nothing else changes.
 *
 * @param name metric name without the prefix {@code drillmaster_}, with its base unit: {@code
 *     backup_size_bytes}
 * @param help one sentence for people who read {@code /metrics}
 */
public record Measure(String name, String help) {
  private static final Pattern NAME = Pattern.compile("[a-z]+(_[a-z0-9]+)+");

  /** When the newest backup that can be restored was finished, in Unix seconds. */
  public static final Measure LAST_SUCCESS =
      new Measure(
          "backup_last_success_timestamp_seconds",
          "When the newest backup that can be restored was finished, in Unix seconds.");

  /** How old the newest backup may become. */
  public static final Measure RPO_OBJECTIVE =
      new Measure(
          "backup_rpo_objective_seconds",
          "How old the newest backup may become before it is overdue, in seconds.");

  /** Earliest point in time one can recover to. */
  public static final Measure RECOVERABLE_FROM =
      new Measure(
          "backup_recoverable_from_timestamp_seconds",
          "Earliest point in time that can be recovered, in Unix seconds.");

  /** Latest point in time one can recover to. */
  public static final Measure RECOVERABLE_TO =
      new Measure(
          "backup_recoverable_to_timestamp_seconds",
          "Latest point in time that can be recovered, in Unix seconds.");

  /** What the backup weighs in its bucket. */
  public static final Measure SIZE =
      new Measure("backup_size_bytes", "Size of the backup in its bucket, in bytes.");

  public Measure {
    if (!NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("a measure is snake_case with its unit: " + name);
    }
    if (help.isBlank()) {
      throw new IllegalArgumentException("a measure needs a help text: " + name);
    }
  }

  public Measurement of(double value) {
    return new Measurement(this, value);
  }

  /** The instant in Unix seconds. */
  public Measurement of(Instant instant) {
    return of(instant.toEpochMilli() / 1000.0);
  }

  /** The duration in seconds. */
  public Measurement of(Duration duration) {
    return of(duration.toMillis() / 1000.0);
  }
}
