package io.drillmaster.secrets;

import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import io.drillmaster.kube.GoDuration;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * When a periodic refresh may happen: {@code spec.syncWindows} of an ExternalSecret
 * (external-secrets.io/v1, since 2.x). Every window opens when its schedule fires, in UTC, and
 * stays open for its duration; a schedule that the operator does not understand never opens.
 */
final class SyncWindows {
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
  private static final String EVERY = "@every ";
  private static final int MOST_STEPS = 1_000;

  private record Window(ExecutionTime times, Duration length) {
    /** The end of the opening that this instant lies in. */
    Optional<Instant> openUntil(Instant at) {
      return times
          .nextExecution(at.minus(length).minusSeconds(1).atZone(ZoneOffset.UTC))
          .map(fired -> fired.toInstant())
          .filter(fired -> !fired.isAfter(at))
          .map(fired -> fired.plus(length))
          .filter(end -> !at.isAfter(end));
    }

    Optional<Instant> nextAfter(Instant at) {
      return times.nextExecution(at.atZone(ZoneOffset.UTC)).map(fired -> fired.toInstant());
    }
  }

  private final boolean allow;
  private final boolean alwaysOpen;
  private final List<Window> windows;
  private final boolean none;

  private SyncWindows(boolean none, boolean allow, boolean alwaysOpen, List<Window> windows) {
    this.none = none;
    this.allow = allow;
    this.alwaysOpen = alwaysOpen;
    this.windows = windows;
  }

  /**
   * @throws OddFieldException where a duration or a type is not what its schema says
   */
  static SyncWindows of(Resource externalSecret) {
    if (externalSecret.object("spec.syncWindows").isEmpty()) {
      return new SyncWindows(true, false, false, List.of());
    }
    List<Resource> entries = externalSecret.list("spec.syncWindows.windows");
    boolean allow = externalSecret.string("spec.syncWindows.kind").equals(Optional.of("allow"));
    boolean always = entries.stream().anyMatch(SyncWindows::isAlwaysOpen);
    List<Window> windows = entries.stream().flatMap(entry -> window(entry).stream()).toList();
    return new SyncWindows(entries.isEmpty(), allow, always, windows);
  }

  private static Duration length(Resource entry) {
    return entry
        .string("duration")
        .flatMap(GoDuration::parse)
        .orElseThrow(
            () -> new OddFieldException("spec.syncWindows.windows[].duration", "a duration"));
  }

  private static Optional<Window> window(Resource entry) {
    String schedule = entry.string("schedule").orElse("").strip();
    try {
      String cron = SHORTHANDS.getOrDefault(schedule, schedule);
      return Optional.of(new Window(ExecutionTime.forCron(PARSER.parse(cron)), length(entry)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /** {@code @every 1h} has no grid: the operator takes it for open where it is long enough. */
  private static boolean isAlwaysOpen(Resource entry) {
    String schedule = entry.string("schedule").orElse("").strip();
    return schedule.startsWith(EVERY)
        && GoDuration.parse(schedule.substring(EVERY.length()).strip())
            .filter(delay -> delay.compareTo(length(entry).plusSeconds(1)) <= 0)
            .isPresent();
  }

  /** Whether there are none: a refresh may happen at any time. */
  boolean isEmpty() {
    return none;
  }

  /**
   * The first instant not before this one at which a refresh may happen; empty where there is none.
   */
  Optional<Instant> firstOpen(Instant from) {
    if (none) {
      return Optional.of(from);
    }
    return allow ? firstAllowed(from) : firstNotDenied(from);
  }

  private Optional<Instant> firstAllowed(Instant from) {
    boolean open = alwaysOpen || windows.stream().anyMatch(w -> w.openUntil(from).isPresent());
    if (open) {
      return Optional.of(from);
    }
    return windows.stream()
        .flatMap(window -> window.nextAfter(from).stream())
        .min(Comparator.naturalOrder());
  }

  private Optional<Instant> firstNotDenied(Instant from) {
    if (alwaysOpen) {
      return Optional.empty();
    }
    Instant here = from;
    for (int step = 0; step < MOST_STEPS; step++) {
      Instant now = here;
      Optional<Instant> until =
          windows.stream()
              .flatMap(window -> window.openUntil(now).stream())
              .max(Comparator.naturalOrder());
      if (until.isEmpty()) {
        return Optional.of(here);
      }
      here = until.get().plusSeconds(1);
    }
    return Optional.empty();
  }
}
