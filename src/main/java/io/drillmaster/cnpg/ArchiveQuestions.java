package io.drillmaster.cnpg;

import io.drillmaster.barman.BackupInfo;
import io.drillmaster.barman.BaseBackup;
import io.drillmaster.barman.BaseBackup.State;
import io.drillmaster.cnpg.Archives.Reading;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;

/** Is there a base backup in the bucket, under the right name, of this very database? */
record ArchiveQuestions(Case asked, Timeliness time, Reading reading) {
  private static final String BACKUP = "docs/runbooks/DatabaseBackup.md";
  private static final String ELSEWHERE = "docs/runbooks/ArchiveElsewhere.md";

  /** {@code base backup}: the newest finished one. */
  Check baseBackup() {
    Optional<BaseBackup> newest = reading.archive().newestDone();
    if (newest.isEmpty()) {
      return none();
    }
    Optional<Finding> trouble = otherSystem(newest.get()).or(() -> failedSince(newest.get()));
    String observed =
        "%s, ended %s; %d finished"
            .formatted(
                newest.get().id(),
                Timeliness.end(newest.get()).map(asked::told).orElse("at an unknown time"),
                reading.archive().backups().stream().filter(BaseBackup::isDone).count());
    return trouble
        .map(finding -> Check.failed("base backup", finding))
        .orElseGet(() -> Check.passed("base backup", "a finished one", observed));
  }

  private Check none() {
    boolean empty = reading.archive().isEmpty();
    if (empty && isOverdueWithoutAnything()) {
      return Check.failed(
          "base backup",
          reading
              .siblings()
              .nearest(reading.serverName())
              .filter(path -> !time.backups().isEmpty() || isOld())
              .map(this::serverNameWrong)
              .orElseGet(this::archiveEmpty));
    }
    boolean snapshots = time.plans().stream().noneMatch(BackupPlan::isInArchive);
    boolean excused = snapshots && !time.plans().isEmpty() && time.lastGood().isPresent();
    if (!time.isOverdueFromTheBeginning() && (empty || !wasMissed()) || excused) {
      String expected = excused ? "snapshots" : "a first one by " + TimeWords.time(time.firstDue());
      return Check.passed("base backup", expected, "none yet");
    }
    return Check.failed("base backup", never());
  }

  /** The API tells of a backup that was completed, and the bucket holds none. */
  private boolean wasMissed() {
    return time.backups().stream().anyMatch(b -> b.isCompleted() && b.isInArchive());
  }

  /** The first WAL segment comes soon after the first start, long before the first base backup. */
  private boolean isOverdueWithoutAnything() {
    Instant firstWal =
        asked
            .database()
            .createdAt()
            .plus(ArchiveTimeout.of(asked.database()))
            .plus(asked.thresholds().archiveSlack())
            .plus(asked.thresholds().unhealthyAfter());
    return wasMissed()
        || time.isOverdueFromTheBeginning()
        || !asked.now().isBefore(firstWal) && !asked.database().isHibernated();
  }

  /** Then the neighbours are not just those that share the bucket with a new one. */
  private boolean isOld() {
    return asked
        .database()
        .createdAt()
        .plus(time.objective().orElse(asked.thresholds().grace()))
        .isBefore(asked.now());
  }

  private String place() {
    return "s3://" + reading.resolved().location().bucket() + "/" + reading.archive().root();
  }

  private Finding archiveEmpty() {
    return Finding.critical(
            "archive-empty",
            "There is nothing at all in %s, where %s archives to: nothing can be restored."
                .formatted(place(), asked.what()))
        .expected("base backups and WAL segments")
        .observed("no object" + reading.siblings().told())
        .next(asked.describe())
        .runbook(ELSEWHERE);
  }

  private Finding serverNameWrong(String nearest) {
    String prefix = reading.resolved().location().prefix();
    String found =
        nearest.equals("..") ? prefix + " (without the server name)" : prefix + nearest + "/";
    return Finding.critical(
            "server-name-wrong",
            "%s archives to %s, where there is nothing; an archive lies at %s."
                .formatted(asked.what(), place(), found))
        .expected("base backups and WAL segments in " + reading.archive().root())
        .observed(
            "none; there are %d archives beside it, the nearest is %s"
                .formatted(reading.siblings().paths().size(), found))
        .next(
            asked.command(
                "get cluster.postgresql.cnpg.io %s -o yaml".formatted(asked.database().name())))
        .runbook(ELSEWHERE);
  }

  private Finding never() {
    String found =
        "%d that failed, %d without backup.info, %d unreadable"
            .formatted(count(State.FAILED), count(State.RUNNING), count(State.UNREADABLE));
    String near =
        reading
            .siblings()
            .nearest(reading.serverName())
            .map(path -> "; an archive lies at " + reading.resolved().location().prefix() + path)
            .orElse("");
    return Finding.critical(
            "never-backed-up",
            "There is no finished base backup of %s in %s: nothing can be restored."
                .formatted(asked.what(), place()))
        .expected("one by " + TimeWords.time(time.firstDue()))
        .observed("none; " + found + near)
        .next(asked.command("get backups,scheduledbackups"))
        .runbook(BACKUP);
  }

  private long count(State state) {
    return reading.archive().backups().stream().filter(b -> b.state() == state).count();
  }

  /** A rebuilt database has another identity, and its WAL does not fit to older backups. */
  private Optional<Finding> otherSystem(BaseBackup newest) {
    Optional<String> live = asked.database().systemId();
    Optional<String> archived = newest.info().flatMap(BackupInfo::systemId);
    if (live.isEmpty() || archived.isEmpty() || live.equals(archived)) {
      return Optional.empty();
    }
    return Optional.of(
        Finding.critical(
                "server-name-reused",
                "The newest base backup under server name %s is not of %s, but of another database."
                    .formatted(reading.serverName(), asked.what()))
            .expected("system identifier " + live.get())
            .observed("system identifier " + archived.get() + " in base/" + newest.id())
            .next(asked.describe())
            .runbook(ELSEWHERE));
  }

  /** One that the API does not tell of any more. */
  private Optional<Finding> failedSince(BaseBackup newest) {
    return reading.archive().backups().stream()
        .filter(backup -> backup.id().compareTo(newest.id()) > 0)
        .max(Comparator.comparing(BaseBackup::id))
        .filter(backup -> backup.state() == State.FAILED)
        .filter(backup -> time.backups().stream().noneMatch(TakenBackup::isFailed))
        .map(
            backup ->
                Finding.warning(
                        "backup-failed",
                        "The newest base backup of %s, %s, failed, as its backup.info says."
                            .formatted(asked.what(), backup.id()))
                    .expected("status DONE")
                    .observed("status FAILED; newest finished one " + newest.id())
                    .next(asked.command("get backups"))
                    .runbook(BACKUP));
  }
}
