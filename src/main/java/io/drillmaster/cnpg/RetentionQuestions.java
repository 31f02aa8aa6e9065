package io.drillmaster.cnpg;

import io.drillmaster.barman.BaseBackup;
import io.drillmaster.cnpg.Archives.Reading;
import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.OddFieldException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Is what is to be kept kept, and what is not deleted? */
record RetentionQuestions(Case asked, Timeliness time, Destination.InArchive archive) {
  private static final String RUNBOOK = "docs/runbooks/Retention.md";

  /** Deletion follows a backup, or comes every half hour. */
  private static final Duration SLACK = Duration.ofHours(1);

  private record Kept(Instant oldest, Instant secondOldest) {}

  /**
   * {@code retention}: a policy, and an archive that keeps it. Backups that are marked to be kept
   * do not count.
   *
   * @param reading empty where the bucket could not be read
   */
  Check retention(Optional<Reading> reading) {
    if (archive.retention().isEmpty()) {
      return Check.failed("retention", missing());
    }
    String policy = archive.retention().get();
    Duration window =
        RetentionPolicy.parse(policy)
            .orElseThrow(() -> new OddFieldException("retentionPolicy", "a policy such as 30d"));
    Optional<Kept> kept = reading.flatMap(RetentionQuestions::kept);
    return kept.flatMap(found -> notKept(found, window, policy))
        .map(finding -> Check.failed("retention", finding))
        .orElseGet(() -> Check.passed("retention", policy, told(kept)));
  }

  private String told(Optional<Kept> kept) {
    return kept.map(found -> "back to " + asked.told(found.oldest())).orElse("nothing to keep yet");
  }

  private static Optional<Kept> kept(Reading reading) {
    List<Instant> ends =
        reading.archive().backups().stream()
            .filter(BaseBackup::isDone)
            .filter(backup -> backup.keep().isEmpty())
            .flatMap(backup -> Timeliness.end(backup).stream())
            .sorted(Comparator.naturalOrder())
            .toList();
    return ends.isEmpty()
        ? Optional.empty()
        : Optional.of(new Kept(ends.get(0), ends.get(Math.min(1, ends.size() - 1))));
  }

  private Optional<Finding> notKept(Kept kept, Duration window, String policy) {
    Instant start = asked.now().minus(window);
    Duration patience = time.objective().orElse(Duration.ofDays(1)).plus(SLACK);
    boolean tooMuch = kept.secondOldest().isBefore(start.minus(patience)) && deletes();
    boolean tooLittle = kept.oldest().isAfter(start.plus(patience)) && isOlderThan(start);
    if (!tooMuch && !tooLittle) {
      return Optional.empty();
    }
    String sentence =
        tooMuch
            ? "The archive of %s keeps backups far beyond its retention policy: nothing deletes them."
            : "The archive of %s does not reach back as far as its retention policy says.";
    return Optional.of(
        Finding.warning("retention-not-kept", sentence.formatted(asked.what()))
            .expected("restore points back to %s (%s)".formatted(TimeWords.time(start), policy))
            .observed("the oldest finished base backup ended " + asked.told(kept.oldest()))
            .next(asked.describe())
            .runbook(RUNBOOK));
  }

  /** Retention is the work of the running primary, or of the end of a backup. */
  private boolean deletes() {
    return !asked.database().isHibernated() && time.missed().isEmpty();
  }

  /** Cluster and schedule are both so old that the whole window should be there. */
  private boolean isOlderThan(Instant start) {
    Instant old = start.minus(time.objective().orElse(Duration.ofDays(1)));
    return asked.database().createdAt().isBefore(old)
        && time.plans().stream()
            .filter(BackupPlan::isInArchive)
            .anyMatch(plan -> plan.createdAt().isBefore(old));
  }

  private Finding missing() {
    return Finding.warning(
            "retention-missing",
            "No retention policy is set for the archive of %s: it grows for ever."
                .formatted(asked.what()))
        .expected("a retentionPolicy such as 30d")
        .observed("none")
        .next(
            asked.command(
                archive.usesPlugin()
                    ? "edit objectstore.barmancloud.cnpg.io " + archive.store().holder().name()
                    : "edit cluster.postgresql.cnpg.io " + asked.database().name()))
        .runbook(RUNBOOK);
  }
}
