package io.drillmaster.cnpg;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** How did the Backups go that were asked for? */
record BackupQuestions(Case asked, Timeliness time) {
  private static final String RUNBOOK = "docs/runbooks/DatabaseBackup.md";

  /** {@code backups}: the newest one that ended was completed, and none hangs. */
  Check backups() {
    List<TakenBackup> all = time.backups();
    Optional<TakenBackup> newest = newest(all);
    Optional<Finding> trouble =
        stuck(all).or(() -> newest.filter(TakenBackup::isFailed).map(this::failed));
    return trouble
        .map(finding -> Check.failed("backups", finding))
        .orElseGet(() -> Check.passed("backups", "the newest completed, none hanging", told(all)));
  }

  private static Optional<TakenBackup> newest(List<TakenBackup> all) {
    return all.stream().filter(backup -> !backup.isUnderWay()).reduce((older, newer) -> newer);
  }

  private String told(List<TakenBackup> all) {
    Optional<String> last =
        newest(all).map(backup -> "newest completed " + asked.told(backup.startedAt()));
    Optional<String> running =
        time.running().map(since -> "one running since " + asked.told(since));
    List<String> both = Stream.of(last, running).flatMap(Optional::stream).toList();
    return both.isEmpty() ? "none yet" : String.join("; ", both);
  }

  /** One that blocks its schedule is told by the schedule. */
  private Optional<Finding> stuck(List<TakenBackup> all) {
    List<TakenBackup> told =
        time.active().stream().flatMap(plan -> time.blocker(plan).stream()).toList();
    return all.stream()
        .filter(TakenBackup::isUnderWay)
        .filter(backup -> !told.contains(backup))
        .filter(
            backup ->
                backup
                    .startedAt()
                    .isBefore(asked.now().minus(asked.thresholds().backupStuckAfter())))
        .findFirst()
        .map(this::stuck);
  }

  private Finding stuck(TakenBackup backup) {
    String lasted = TimeWords.duration(Duration.between(backup.startedAt(), asked.now()));
    return Finding.critical(
            "backup-stuck",
            "Backup %s of %s has been under way for %s and does not end."
                .formatted(backup.name(), asked.what(), lasted))
        .expected("an end within " + TimeWords.duration(asked.thresholds().backupStuckAfter()))
        .observed("phase \"%s\" since %s".formatted(phase(backup), asked.told(backup.startedAt())))
        .next(asked.command("describe backup.postgresql.cnpg.io " + backup.name()))
        .runbook(RUNBOOK);
  }

  static String phase(TakenBackup backup) {
    return backup.phase().isEmpty() ? "none" : backup.phase();
  }

  private Finding failed(TakenBackup backup) {
    String reason =
        FailureWords.of(backup.resource().string("status.error").orElse(""))
            .map(words -> " (" + words + ")")
            .orElse("");
    String sentence =
        "The newest Backup of %s, %s, failed%s.".formatted(asked.what(), backup.name(), reason);
    boolean late = time.missed().isPresent() || time.lastGood().isEmpty();
    Finding finding =
        late
            ? Finding.critical("backup-failed", sentence)
            : Finding.warning("backup-failed", sentence);
    return finding
        .expected("phase \"completed\"")
        .observed("phase \"%s\"; %s".formatted(backup.phase(), lastGood()))
        .next(asked.command("describe backup.postgresql.cnpg.io " + backup.name()))
        .runbook(RUNBOOK);
  }

  private String lastGood() {
    return time.lastGood().map(end -> "last good one " + asked.told(end)).orElse("no good one yet");
  }
}
