package io.drillmaster.secrets;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Is the store there, and does its provider serve it? */
record StoreQuestions(
    KubeCluster cluster, Stores stores, Thresholds thresholds, ProbeContext context) {
  private static final String RUNBOOK = "docs/runbooks/SecretStoreNotReady.md";

  /** {@code ready}: the answer for the store itself. */
  Check ready(StoreRef ref) {
    Optional<Resource> store = stores.get(ref);
    if (store.isEmpty()) {
      return Check.failed("ready", missing(ref));
    }
    Optional<Ready> ready = Ready.of(store.get());
    if (isFine(store.get(), ready)) {
      return Check.passed("ready", "Ready", told(ready));
    }
    return Check.failed("ready", notReady(ref, store.get(), ready));
  }

  /**
   * What is wrong with a store in the eyes of an ExternalSecret that reads from it: as long as it
   * is synced itself, it has what it needs.
   */
  Optional<Finding> trouble(StoreRef ref) {
    Optional<Resource> store = stores.get(ref);
    if (store.isPresent() && isFine(store.get(), Ready.of(store.get()))) {
      return Optional.empty();
    }
    Finding finding =
        store.isEmpty()
            ? Finding.warning("secret-store-missing", "Its store, %s, is not there.")
            : Finding.warning("secret-store-not-ready", "Its store, %s, is not ready.");
    return Optional.of(
        Finding.warning(finding.code(), finding.sentence().formatted(ref.what()))
            .expected(ref.what() + ", ready")
            .observed(store.isEmpty() ? "none" : "not ready")
            .next(ref.describe(cluster.kubectl()))
            .runbook(RUNBOOK)
            .causedBy(ref.target(cluster.name())));
  }

  /** A store that was made a moment ago may not have been validated yet. */
  private boolean isFine(Resource store, Optional<Ready> ready) {
    return ready.map(Ready::isTrue).orElse(false) || isYoung(store);
  }

  private boolean isYoung(Resource store) {
    return createdAt(store).plus(thresholds.objective()).isAfter(context.now());
  }

  private static Instant createdAt(Resource store) {
    return store
        .instant("metadata.creationTimestamp")
        .orElseThrow(() -> new OddFieldException("metadata.creationTimestamp", "a time"));
  }

  private static String told(Optional<Ready> ready) {
    if (ready.isEmpty()) {
      return "made just now, not validated yet";
    }
    if (!ready.get().isTrue()) {
      return "made just now, not ready yet";
    }
    return ready.get().reason().equals("ValidationUnknown")
        ? "Ready; its provider has no way to be asked"
        : "Ready";
  }

  private Finding missing(StoreRef ref) {
    return Finding.critical(
            "secret-store-missing",
            "There is no %s, which %s: no value can be read from it any more."
                .formatted(ref.what(), readers(ref)))
        .expected(ref.what())
        .observed("none")
        .next(cluster.kubectl() + " get clustersecretstores,secretstores -A")
        .runbook(RUNBOOK);
  }

  private Finding notReady(StoreRef ref, Resource store, Optional<Ready> ready) {
    Why why = ready.map(told -> new Reasons(cluster).why(store, told, context)).orElse(Why.UNKNOWN);
    Instant since = ready.flatMap(Ready::since).orElse(createdAt(store));
    boolean harmless =
        stores.users(ref) == 0 || since.plus(thresholds.objective()).isAfter(context.now());
    String sentence =
        "%s is not ready%s; it is the store that %s."
            .formatted(ref.what(), why.afterColon(), readers(ref));
    String observed =
        ready.map(told -> "not ready, " + told.reason()).orElse("never validated by the operator")
            + " for "
            + TimeWords.duration(atLeastZero(Duration.between(since, context.now())));
    return (why == Why.REFUSED ? refused(harmless, sentence) : notReady(harmless, sentence))
        .expected("condition Ready")
        .observed(observed)
        .next(ref.describe(cluster.kubectl()))
        .runbook(RUNBOOK);
  }

  private static Finding refused(boolean harmless, String sentence) {
    return harmless
        ? Finding.warning("secret-refused", sentence)
        : Finding.critical("secret-refused", sentence);
  }

  private static Finding notReady(boolean harmless, String sentence) {
    return harmless
        ? Finding.warning("secret-store-not-ready", sentence)
        : Finding.critical("secret-store-not-ready", sentence);
  }

  private String readers(StoreRef ref) {
    int users = stores.users(ref);
    return switch (users) {
      case 0 -> "no ExternalSecret reads from";
      case 1 -> "one ExternalSecret reads from";
      default -> users + " ExternalSecrets read from";
    };
  }

  private static Duration atLeastZero(Duration duration) {
    return duration.isNegative() ? Duration.ZERO : duration;
  }
}
