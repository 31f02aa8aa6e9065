package io.drillmaster.volsync;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.ResourceKind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Did the mover have something to save, and did it save it? */
record MoverQuestions(Case asked) {
  private static final String RUNBOOK = "docs/runbooks/MoverFailed.md";

  /**
   * {@code mover log}: the signs of a success that saved nothing. Empty while there is no
   * successful mover to ask about.
   */
  Optional<Check> log() {
    ReplicationSource source = asked.source();
    if (asked.lastSync().isEmpty() || source.result().equals(Optional.of("Failed"))) {
      return Optional.empty();
    }
    Optional<MoverLog> log = source.log().map(MoverLog::new);
    Optional<Finding> trouble =
        log.isEmpty() ? Optional.of(missing("no log in the status")) : judge(log.get());
    return Optional.of(
        trouble
            .map(finding -> Check.failed("mover log", finding))
            .orElseGet(() -> Check.passed("mover log", "a snapshot saved", "a snapshot saved")));
  }

  private Optional<Finding> judge(MoverLog log) {
    if (log.saysNothingSaved()) {
      return Optional.of(savedNothing());
    }
    if (log.saysRepositoryCreated() && !isFirstSync()) {
      return Optional.of(createdAnew());
    }
    return log.saysSaved()
        ? Optional.empty()
        : Optional.of(missing("a log without the line \"snapshot … saved\""));
  }

  private Finding savedNothing() {
    return Finding.critical(
            "mover-saved-nothing",
            "The mover of %s reports success, but found its volume empty and saved nothing."
                .formatted(asked.what()))
        .expected("a snapshot saved")
        .observed("\"Directory is empty\" in the mover's log, result Successful")
        .next(asked.command("describe pvc " + asked.source().sourcePvc().orElse("")).strip())
        .runbook(RUNBOOK);
  }

  private Finding createdAnew() {
    return Finding.critical(
            "repository-created-anew",
            "The mover of %s found no repository and created a new, empty one: earlier backups"
                    .formatted(asked.what())
                + " are gone or lie elsewhere.")
        .expected("the repository that was there before")
        .observed("a repository created by the latest sync, not by the first one")
        .next(asked.command("describe secret " + asked.source().repository().orElse("")))
        .runbook(RUNBOOK);
  }

  private Finding missing(String observed) {
    return Finding.warning(
            "mover-log-missing",
            "The mover of %s left no sign of what it saved.".formatted(asked.what()))
        .expected("a snapshot saved, in status.latestMoverStatus.logs")
        .observed(observed)
        .next(asked.describe())
        .runbook(RUNBOOK);
  }

  /** The first sync of a source creates its repository, and is right to. */
  private boolean isFirstSync() {
    Instant created = asked.source().createdAt();
    Instant end =
        asked
            .schedule()
            .map(times -> times.nextAfter(times.nextAfter(created)))
            .orElse(created.plus(asked.thresholds().grace()).plus(Duration.ofHours(1)));
    return asked.lastSync().orElseThrow().isBefore(end);
  }

  /** {@code volume}: whether what is backed up is still there. */
  Check volume(KubeCluster cluster, Claims claims, Deadline deadline) {
    Optional<String> pvc = asked.source().sourcePvc();
    if (pvc.isEmpty()) {
      return Check.failed("volume", volumeMissing("spec.sourcePVC names no volume"));
    }
    String namespace = asked.source().namespace();
    boolean exists =
        claims
            .exists(namespace, pvc.get(), asked.context().notBefore())
            .orElseGet(
                () ->
                    cluster
                        .get(ResourceKind.PERSISTENT_VOLUME_CLAIM, namespace, pvc.get(), deadline)
                        .isPresent());
    return exists
        ? Check.passed("volume", "PVC " + pvc.get(), "PVC " + pvc.get())
        : Check.failed("volume", volumeMissing("no PersistentVolumeClaim " + pvc.get()));
  }

  private Finding volumeMissing(String observed) {
    return Finding.critical(
            "source-pvc-missing",
            "The volume that %s should back up does not exist.".formatted(asked.what()))
        .expected("the PersistentVolumeClaim of spec.sourcePVC")
        .observed(observed)
        .next(asked.command("get pvc"))
        .runbook(RUNBOOK);
  }
}
