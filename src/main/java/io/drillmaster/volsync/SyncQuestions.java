package io.drillmaster.volsync;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.OddFieldException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Did it sync, and did it sync when it should have? Asked of the object itself. */
record SyncQuestions(Case asked) {
  private static final String STALE = "docs/runbooks/BackupStale.md";
  private static final String FAILED = "docs/runbooks/MoverFailed.md";

  /** {@code last sync}: how the latest one ended. */
  Check lastSync() {
    ReplicationSource source = asked.source();
    Optional<Finding> trouble =
        moverFailed().or(this::reconcileError).or(this::stuck).or(this::neverSynced);
    if (trouble.isPresent()) {
      return Check.failed("last sync", trouble.get());
    }
    String running = asked.running().map(since -> "running since " + asked.told(since)).orElse("");
    String last = asked.lastSync().map(end -> "Successful " + asked.told(end)).orElse("");
    if (last.isEmpty() && running.isEmpty()) {
      return Check.passed(
          "last sync", "a first sync", "first sync due " + TimeWords.time(asked.firstSyncDue()));
    }
    if (!last.isEmpty() && source.result().isPresent() && !isSuccessful(source)) {
      throw new OddFieldException("status.latestMoverStatus.result", "Successful or Failed");
    }
    String both = last.isEmpty() || running.isEmpty() ? last + running : last + "; " + running;
    return Check.passed("last sync", "Successful", both);
  }

  private static boolean isSuccessful(ReplicationSource source) {
    return source.result().equals(Optional.of("Successful"));
  }

  private Optional<Finding> moverFailed() {
    if (!asked.source().result().equals(Optional.of("Failed"))) {
      return Optional.empty();
    }
    String reason = asked.source().log().map(MoverLog::new).flatMap(MoverLog::reason).orElse("");
    String why = reason.isEmpty() ? "." : " (" + reason + ").";
    return Optional.of(
        Finding.critical("mover-failed", "The mover of " + asked.what() + " failed" + why)
            .expected("result Successful")
            .observed(("Failed; " + lastGood() + (reason.isEmpty() ? "" : "; " + reason)))
            .next(asked.describe())
            .runbook(FAILED));
  }

  private String lastGood() {
    return asked
        .lastSync()
        .map(end -> "last good sync " + asked.told(end))
        .orElse("no good sync yet");
  }

  private Optional<Finding> reconcileError() {
    if (!asked.source().hasReconcileError()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.critical(
                "reconcile-error",
                "VolSync cannot act on %s: its condition Synchronizing reports an error."
                    .formatted(asked.what()))
            .expected("condition Synchronizing without reason Error")
            .observed("Synchronizing False, reason Error; " + lastGood())
            .next(asked.describe())
            .runbook(FAILED));
  }

  private Optional<Finding> stuck() {
    Optional<Instant> since = asked.source().runningSince();
    if (since.isEmpty() || asked.running().isPresent()) {
      return Optional.empty();
    }
    Duration limit = asked.thresholds().stuckAfter();
    return Optional.of(
        Finding.critical(
                "sync-stuck",
                "The sync of %s has been running for %s and does not end."
                    .formatted(
                        asked.what(),
                        TimeWords.duration(Duration.between(since.get(), asked.now()))))
            .expected("an end within " + TimeWords.duration(limit))
            .observed("running since " + asked.told(since.get()) + "; " + lastGood())
            .next(asked.command("get jobs,pods -l app.kubernetes.io/created-by=volsync"))
            .runbook(STALE));
  }

  private Optional<Finding> neverSynced() {
    if (asked.lastSync().isPresent()
        || asked.running().isPresent()
        || asked.source().isPaused()
        || asked.now().isBefore(asked.firstSyncDue())) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.critical(
                "never-synced",
                "%s has never been backed up since it was created.".formatted(asked.what()))
            .expected("a first sync by " + TimeWords.time(asked.firstSyncDue()))
            .observed("none since " + asked.told(asked.source().createdAt()))
            .next(asked.describe())
            .runbook(STALE));
  }

  /** {@code schedule}: whether it is due regularly, and was not missed. */
  Check schedule() {
    Optional<Instant> missed = asked.schedule().flatMap(this::missed);
    Optional<Finding> trouble =
        paused(missed).or(() -> missed.map(this::overdue)).or(this::withoutSchedule);
    if (trouble.isPresent()) {
      return Check.failed("schedule", trouble.get());
    }
    VolsyncSchedule times = asked.schedule().orElseThrow();
    return Check.passed(
        "schedule", expectation(times), "next due " + asked.told(times.nextAfter(asked.now())));
  }

  private String expectation(VolsyncSchedule times) {
    return "a sync every %s (%s)"
        .formatted(
            TimeWords.duration(times.intervalAt(asked.now())),
            asked.source().schedule().orElse(""));
  }

  /**
   * The due time that the last sync should have served and did not. A sync that runs is excused
   * from what became due while it ran, not from what was missed before it began.
   */
  private Optional<Instant> missed(VolsyncSchedule times) {
    Instant looked = asked.running().orElse(asked.now()).minus(asked.thresholds().grace());
    Instant due = times.lastUntil(looked);
    return asked
        .lastSync()
        .filter(end -> end.isBefore(due))
        .filter(end -> asked.source().createdAt().isBefore(due))
        .map(end -> due);
  }

  private Finding overdue(Instant due) {
    Instant last = asked.lastSync().orElseThrow();
    return Finding.critical(
            "sync-overdue",
            "The backup of %s is overdue: the last sync ended %s."
                .formatted(asked.what(), TimeWords.ago(last, asked.now())))
        .expected(
            "a sync for %s, at most %s late"
                .formatted(TimeWords.time(due), TimeWords.duration(asked.thresholds().grace())))
        .observed("last sync " + asked.told(last))
        .next(asked.describe())
        .runbook(STALE);
  }

  private Optional<Finding> paused(Optional<Instant> missed) {
    if (!asked.source().isPaused()) {
      return Optional.empty();
    }
    boolean late =
        missed.isPresent()
            || asked.lastSync().isEmpty() && !asked.now().isBefore(asked.firstSyncDue());
    String sentence =
        asked.what()
            + (late
                ? " is paused, and its backup is overdue."
                : " is paused: no further backup will be made.");
    Finding finding =
        late
            ? Finding.critical("source-paused", sentence)
            : Finding.warning("source-paused", sentence);
    return Optional.of(
        finding
            .expected("spec.paused is false")
            .observed("paused; " + lastGood())
            .next(
                asked.command(
                    "patch replicationsource %s --type merge -p '{\"spec\":{\"paused\":false}}'"
                        .formatted(asked.source().name())))
            .runbook(STALE));
  }

  private Optional<Finding> withoutSchedule() {
    Optional<String> text = asked.source().schedule();
    if (text.isPresent() && asked.source().manual().isEmpty()) {
      return asked.schedule().isPresent() ? Optional.empty() : Optional.of(notUnderstood());
    }
    String observed;
    if (text.isPresent()) {
      observed = "a manual trigger beside the schedule, which then counts for nothing";
    } else {
      observed = asked.source().manual().isPresent() ? "only a manual trigger" : "no trigger";
    }
    return Optional.of(
        Finding.warning(
                "schedule-missing",
                "%s is not synced on a schedule: nothing tells when its backup is overdue."
                    .formatted(asked.what()))
            .expected("spec.trigger.schedule")
            .observed(observed)
            .next(asked.command("edit replicationsource " + asked.source().name()))
            .runbook(STALE));
  }

  private Finding notUnderstood() {
    return Finding.unknown(
            "schedule-not-understood",
            "The schedule of %s is not understood: it cannot be told when its backup is overdue."
                .formatted(asked.what()))
        .expected("five cron fields, or @hourly, @daily, @weekly, @monthly, @yearly")
        .observed("something else in spec.trigger.schedule")
        .next(asked.command("get replicationsource " + asked.source().name() + " -o yaml"))
        .runbook(STALE);
  }
}
