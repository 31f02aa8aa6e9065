package io.drillmaster.cnpg;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/** Is a base backup made when it is due? Of what keeps it from being made, the first is told. */
record ScheduleQuestions(Case asked, Timeliness time) {
  private static final String RUNBOOK = "docs/runbooks/DatabaseBackup.md";

  /** {@code schedule}: due regularly, and not missed. */
  Check schedule() {
    Optional<Finding> trouble =
        Stream.<Optional<Finding>>of(
                missing(), error(), suspended(), hibernated(), blocked(), behind(), overdue())
            .flatMap(Optional::stream)
            .findFirst();
    return trouble
        .map(finding -> Check.failed("schedule", finding))
        .orElseGet(() -> Check.passed("schedule", expectation(), next()));
  }

  private String expectation() {
    return time.plans().stream()
        .filter(plan -> !plan.isSuspended())
        .findFirst()
        .flatMap(
            plan ->
                plan.times()
                    .map(
                        times ->
                            "a backup every %s (%s)"
                                .formatted(
                                    TimeWords.duration(times.intervalAt(asked.now())),
                                    plan.text())))
        .orElse("none");
  }

  private String next() {
    return time.active().stream()
        .flatMap(plan -> plan.times().stream())
        .map(times -> times.nextAfter(asked.now()))
        .min(Comparator.naturalOrder())
        .map(due -> "next due " + asked.told(due))
        .orElse("a replica: its source is what is backed up");
  }

  private Optional<Finding> missing() {
    if (!time.plans().isEmpty() || asked.database().isReplica()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
                "schedule-missing",
                "No ScheduledBackup is made for %s: nothing tells when a base backup is overdue."
                    .formatted(asked.what()))
            .expected("a ScheduledBackup")
            .observed("none")
            .next(asked.command("get scheduledbackups.postgresql.cnpg.io"))
            .runbook(RUNBOOK));
  }

  private Optional<Finding> error() {
    return time.active().stream()
        .filter(plan -> plan.times().isEmpty() || plan.hasError() || plan.hasFiveFields())
        .findFirst()
        .map(
            plan ->
                wrong(plan)
                    .expected("a schedule of six cron fields, seconds first, and no error")
                    .next(describe(plan))
                    .runbook(RUNBOOK));
  }

  private Finding wrong(BackupPlan plan) {
    String which = "ScheduledBackup %s of %s".formatted(plan.name(), asked.what());
    if (plan.hasFiveFields() && plan.times().isPresent() && !plan.hasError()) {
      String read = TimeWords.duration(plan.times().get().intervalAt(asked.now()));
      return late("schedule-error", which + " has a schedule without seconds", "it is read wrongly")
          .observed("five fields (" + plan.text() + "), read as every " + read);
    }
    return Finding.critical(
            "schedule-error", which + " does not work: no backup will be made by it.")
        .observed(
            plan.times().isEmpty()
                ? "a schedule that cannot be read, or is never due"
                : "an error in its status");
  }

  private String describe(BackupPlan plan) {
    return asked.command("describe scheduledbackup.postgresql.cnpg.io " + plan.name());
  }

  private Optional<Finding> suspended() {
    return time.plans().stream()
        .filter(BackupPlan::isSuspended)
        .findFirst()
        .map(
            plan ->
                late(
                        "schedule-suspended",
                        "ScheduledBackup %s of %s is suspended"
                            .formatted(plan.name(), asked.what()),
                        "it makes no further backup")
                    .expected("spec.suspend is false")
                    .observed("suspended; " + lastGood())
                    .next(
                        asked.command(
                            "patch scheduledbackup.postgresql.cnpg.io %s --type merge -p '{\"spec\":{\"suspend\":false}}'"
                                .formatted(plan.name()))));
  }

  /** CRITICAL where a backup was missed because of it. */
  private Finding late(String code, String what, String otherwise) {
    Finding finding =
        time.missed().isPresent()
            ? Finding.critical(code, what + ", and a base backup is overdue.")
            : Finding.warning(code, what + ": " + otherwise + ".");
    return finding.runbook(RUNBOOK);
  }

  private Optional<Finding> hibernated() {
    if (!asked.database().isHibernated() || time.missed().isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.warning(
                "cluster-hibernated",
                "%s is hibernated, so that no backup is made: what there is grows old."
                    .formatted(asked.what()))
            .expected("a base backup for " + TimeWords.time(time.missed().get()))
            .observed("hibernated; " + lastGood())
            .next(
                asked.command(
                    "annotate cluster.postgresql.cnpg.io %s --overwrite cnpg.io/hibernation=off"
                        .formatted(asked.database().name())))
            .runbook(RUNBOOK));
  }

  private Optional<Finding> blocked() {
    for (BackupPlan plan : time.active()) {
      Optional<TakenBackup> blocker = time.blocker(plan);
      if (blocker.isPresent() && !asked.database().isHibernated()) {
        return Optional.of(blocked(plan, blocker.get()));
      }
    }
    return Optional.empty();
  }

  private Finding blocked(BackupPlan plan, TakenBackup blocker) {
    return late(
            "schedule-blocked",
            "ScheduledBackup %s of %s waits for Backup %s, which does not end"
                .formatted(plan.name(), asked.what(), blocker.name()),
            "it makes no further backup before that")
        .expected("the next Backup of it")
        .observed(
            "%s is in phase \"%s\" since %s; %s"
                .formatted(
                    blocker.name(),
                    BackupQuestions.phase(blocker),
                    asked.told(blocker.startedAt()),
                    lastGood()))
        .next(asked.command("describe backup.postgresql.cnpg.io " + blocker.name()));
  }

  private Optional<Finding> behind() {
    if (asked.database().isHibernated()) {
      return Optional.empty();
    }
    return time.active().stream().filter(time::isBehind).findFirst().map(this::behind);
  }

  private Finding behind(BackupPlan plan) {
    String seen = plan.lastCheck().map(at -> "last looked at " + asked.told(at)).orElse("never");
    return late(
            "schedule-overdue",
            "The operator has not acted on ScheduledBackup %s of %s when it was due"
                .formatted(plan.name(), asked.what()),
            "it makes no backup")
        .expected("a Backup when it is due, at most " + grace() + " late")
        .observed(seen + "; " + lastGood())
        .next(describe(plan));
  }

  private String grace() {
    return TimeWords.duration(asked.thresholds().grace());
  }

  private Optional<Finding> overdue() {
    Optional<Instant> missed = time.missed();
    if (missed.isEmpty() || time.lastGood().isEmpty()) {
      return Optional.empty(); // where there never was one, the base backup says so
    }
    Instant last = time.lastGood().get();
    return Optional.of(
        Finding.critical(
                "backup-overdue",
                "The base backup of %s is overdue: the newest finished one ended %s."
                    .formatted(asked.what(), TimeWords.ago(last, asked.now())))
            .expected(
                "one for %s, at most %s late".formatted(TimeWords.time(missed.get()), grace()))
            .observed("newest ended " + asked.told(last))
            .next(asked.command("get backups,scheduledbackups"))
            .runbook(RUNBOOK));
  }

  private String lastGood() {
    return time.lastGood()
        .map(end -> "newest finished base backup " + asked.told(end))
        .orElse("no finished base backup yet");
  }
}
