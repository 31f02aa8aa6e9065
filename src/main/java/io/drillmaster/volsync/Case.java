package io.drillmaster.volsync;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.OddFieldException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * One ReplicationSource that is being judged, with what every question about it needs.
 *
 * @param kubectl beginning of a command in its cluster
 */
record Case(
    String kubectl,
    Target target,
    ReplicationSource source,
    Thresholds thresholds,
    ProbeContext context) {
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  Instant now() {
    return context.now();
  }

  /** Its schedule; empty where it has none or none that is understood. */
  Optional<VolsyncSchedule> schedule() {
    return source.schedule().flatMap(VolsyncSchedule::parse);
  }

  /**
   * End of the last successful sync.
   *
   * @throws OddFieldException where it lies in the future, for then it could never be overdue
   */
  Optional<Instant> lastSync() {
    Optional<Instant> last = source.lastSync();
    if (last.isPresent() && last.get().isAfter(now().plus(CLOCK_TOLERANCE))) {
      throw new OddFieldException("status.lastSyncTime", "a time in the past");
    }
    return last;
  }

  /** Start of the sync that is running and has not been at it for too long. */
  Optional<Instant> running() {
    return source
        .runningSince()
        .filter(since -> since.plus(thresholds.stuckAfter()).isAfter(now()));
  }

  /** When the first sync of this source should have ended. */
  Instant firstSyncDue() {
    Instant created = source.createdAt();
    Instant due = schedule().map(times -> times.nextAfter(created)).orElse(created);
    return due.plus(thresholds.grace());
  }

  /** {@code 2026-11-22 14:02 UTC (3h ago)}. */
  String told(Instant instant) {
    return TimeWords.time(instant) + " (" + TimeWords.ago(instant, now()) + ")";
  }

  /** {@code ReplicationSource business/odoo}. */
  String what() {
    return "ReplicationSource " + target.path();
  }

  String describe() {
    return command("describe replicationsource " + source.name());
  }

  String command(String rest) {
    return kubectl + " -n " + source.namespace() + " " + rest;
  }

  Finding odd(OddFieldException e) {
    return Finding.unknown(
            "odd-field",
            "%s cannot be judged: its field %s is not %s."
                .formatted(what(), e.path(), e.expected()))
        .expected(e.path() + " is " + e.expected())
        .observed("something else")
        .next(command("get replicationsource " + source.name() + " -o yaml"))
        .runbook("docs/runbooks/CannotLook.md");
  }
}
