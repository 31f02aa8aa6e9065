package io.drillmaster.secrets;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** One ExternalSecret that is being judged, with what every question about it needs. */
record Case(
    KubeCluster cluster,
    ExternalSecret secret,
    Stores stores,
    Thresholds thresholds,
    ProbeContext context) {
  private static final Duration CLOCK_TOLERANCE = Duration.ofMinutes(5);

  Instant now() {
    return context.now();
  }

  boolean isSynced() {
    return secret.ready().map(Ready::isTrue).orElse(false);
  }

  /** Whether it was made so short a time ago that it need not be synced yet. */
  boolean isYoung() {
    return secret.createdAt().plus(thresholds.objective()).isAfter(now());
  }

  /** Since when it has been as it is. */
  Instant since() {
    return secret.ready().flatMap(Ready::since).orElseGet(secret::createdAt);
  }

  /** How long it has been as it is. */
  Duration lasting() {
    Duration lasting = Duration.between(since(), now());
    return lasting.isNegative() ? Duration.ZERO : lasting;
  }

  /**
   * Start of the last successful sync.
   *
   * @throws OddFieldException where it lies in the future, for then it could never be overdue
   */
  Optional<Instant> refreshedAt() {
    Optional<Instant> last = secret.refreshedAt();
    if (last.isPresent() && last.get().isAfter(now().plus(CLOCK_TOLERANCE))) {
      throw new OddFieldException("status.refreshTime", "a time in the past");
    }
    return last;
  }

  /** What is wrong with one of its stores, with that store as the cause. */
  Optional<Finding> storeTrouble() {
    StoreQuestions questions = new StoreQuestions(cluster, stores, thresholds, context);
    return secret.stores().stream().flatMap(ref -> questions.trouble(ref).stream()).findFirst();
  }

  /** {@code last refreshed 2026-11-22 14:02 UTC (3h ago)}. */
  String lastRefresh() {
    return refreshedAt().map(at -> "last refreshed " + told(at)).orElse("never refreshed");
  }

  String told(Instant instant) {
    return TimeWords.time(instant) + " (" + TimeWords.ago(instant, now()) + ")";
  }

  /** {@code ExternalSecret business/odoo}. */
  String what() {
    return "ExternalSecret " + secret.namespace() + "/" + secret.name();
  }

  String describe() {
    return command("describe externalsecret " + secret.name());
  }

  /** Makes the operator sync it at once (any change of its annotations does). */
  String forceSync() {
    return command(
        "annotate externalsecret " + secret.name() + " force-sync=$(date +%s) --overwrite");
  }

  String command(String rest) {
    return cluster.kubectl() + " -n " + secret.namespace() + " " + rest;
  }
}
