package io.drillmaster.cnpg;

import io.drillmaster.barman.Archive;
import io.drillmaster.barman.BaseBackup;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * When a base backup was due, and whether one was made for it.
 *
 * @param plans every ScheduledBackup of the Cluster
 * @param backups every Backup of it, the oldest first
 * @param archive what lies in the bucket; empty where there is none or it cannot be read
 */
record Timeliness(
    Case asked, List<BackupPlan> plans, List<TakenBackup> backups, Optional<Archive> archive) {
  static Timeliness of(Case asked, Optional<Archive> archive) {
    return new Timeliness(asked, asked.plans(), asked.backups(), archive);
  }

  /** End of the newest base backup: as the bucket proves it, else as the Backups tell it. */
  Optional<Instant> lastGood() {
    boolean inArchive = plans.isEmpty() || plans.stream().anyMatch(BackupPlan::isInArchive);
    if (archive.isPresent() && inArchive) {
      return archive.get().newestDone().flatMap(Timeliness::end);
    }
    return backups.stream()
        .filter(TakenBackup::isCompleted)
        .flatMap(backup -> backup.stoppedAt().stream())
        .max(Comparator.naturalOrder());
  }

  static Optional<Instant> end(BaseBackup backup) {
    return backup.info().flatMap(info -> info.end().time());
  }

  List<BackupPlan> active() {
    return plans.stream().filter(plan -> !plan.isSuspended()).toList();
  }

  /** Start of the backup that is under way and has not been at it for too long. */
  Optional<Instant> running() {
    Instant limit = asked.now().minus(asked.thresholds().backupStuckAfter());
    return backups.stream()
        .filter(TakenBackup::isUnderWay)
        .map(TakenBackup::startedAt)
        .filter(limit::isBefore)
        .min(Comparator.naturalOrder());
  }

  /** When the first backup of all should have ended. */
  Instant firstDue() {
    Instant created = asked.database().createdAt();
    return plans.stream()
        .flatMap(plan -> plan.firstDue().stream())
        .map(due -> due.isBefore(created) ? created : due)
        .min(Comparator.naturalOrder())
        .orElse(created)
        .plus(asked.thresholds().grace());
  }

  /** There is none, and there should be. */
  boolean isOverdueFromTheBeginning() {
    return lastGood().isEmpty() && running().isEmpty() && !asked.now().isBefore(firstDue());
  }

  /**
   * The due time that the newest backup should have served and did not; suspended schedules count,
   * because they only explain it. A backup that runs is excused from what became due while it ran.
   */
  Optional<Instant> missed() {
    Instant looked = running().orElse(asked.now()).minus(asked.thresholds().grace());
    return lastGood()
        .flatMap(last -> latestDue(looked).filter(last::isBefore))
        .or(() -> isOverdueFromTheBeginning() ? Optional.of(firstDue()) : Optional.empty());
  }

  private Optional<Instant> latestDue(Instant looked) {
    return plans.stream()
        .flatMap(plan -> due(plan, looked))
        .filter(due -> due.isAfter(asked.database().createdAt()))
        .max(Comparator.naturalOrder());
  }

  private static Stream<Instant> due(BackupPlan plan, Instant looked) {
    return plan.times().stream()
        .map(times -> times.lastUntil(looked))
        .filter(due -> due.isAfter(plan.createdAt()));
  }

  /** How old the newest base backup may become; empty without a schedule. */
  Optional<Duration> objective() {
    return plans.stream()
        .flatMap(plan -> plan.times().stream())
        .map(times -> times.intervalAt(asked.now()))
        .min(Comparator.naturalOrder())
        .map(asked.thresholds().grace()::plus);
  }

  /** A plan that the operator should have acted on, and has not. */
  boolean isBehind(BackupPlan plan) {
    Instant late = asked.now().minus(asked.thresholds().grace());
    Instant seen =
        Stream.of(Optional.of(plan.createdAt()), plan.lastCheck(), plan.lastScheduled())
            .flatMap(Optional::stream)
            .max(Comparator.naturalOrder())
            .orElseThrow();
    return plan.times().filter(times -> times.nextAfter(seen).isBefore(late)).isPresent();
  }

  /** The backup that keeps a plan from asking for the next one: CNPG waits for its end. */
  Optional<TakenBackup> blocker(BackupPlan plan) {
    return isBehind(plan)
        ? backups.stream()
            .filter(TakenBackup::isUnderWay)
            .filter(backup -> backup.schedule().equals(Optional.of(plan.name())))
            .findFirst()
        : Optional.empty();
  }
}
