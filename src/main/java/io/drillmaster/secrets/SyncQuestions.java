package io.drillmaster.secrets;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Does the value come from its store? Asked of the condition Ready. */
record SyncQuestions(Case asked) {
  /**
   * The operator (External Secrets 2.9) doubles its pause with each failure, from a second up to
   * this.
   */
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(7);

  private static final String RUNBOOK = "docs/runbooks/SecretNotSynced.md";
  private static final Set<String> DELETED = Set.of("SecretDeleted", "ResourceDeleted");
  private static final Set<String> MISSING = Set.of("SecretMissing", "ResourceMissing");

  /** The message of an ExternalSecret whose provider returned nothing at all. */
  private static final String RETAINED = "retained";

  /** {@code synced}: how the latest sync ended. */
  Check synced() {
    Optional<Ready> ready = asked.secret().ready();
    if (!asked.isSynced()) {
      return asked.isYoung()
          ? Check.passed("synced", "a first sync", "made just now, not synced yet")
          : Check.failed("synced", notSynced(ready));
    }
    String reason = ready.orElseThrow().reason();
    if (DELETED.contains(reason)) {
      return Check.failed("synced", gone("its Secret was deleted"));
    }
    if (ready.orElseThrow().message().contains(RETAINED)) {
      return Check.failed("synced", gone("its old Secret is only kept"));
    }
    if (MISSING.contains(reason)) {
      return Check.failed("synced", nothingToMergeInto());
    }
    return Check.passed("synced", "Ready", "Ready; " + asked.lastRefresh());
  }

  private Finding notSynced(Optional<Ready> ready) {
    Optional<Finding> store = asked.storeTrouble();
    Why why = store.isPresent() ? Why.STORE_NOT_READY : why();
    boolean brief = asked.lasting().compareTo(asked.thresholds().objective()) < 0;
    String sentence =
        "%s is not synced%s; what its store holds now does not reach the cluster.%s"
            .formatted(
                asked.what(),
                why.afterColon(),
                why.isRetried() ? "" : " The operator does not try again by itself.");
    Finding finding =
        (why == Why.REFUSED ? refused(brief, sentence) : notSynced(brief, sentence))
            .expected("condition Ready")
            .observed(observed(ready))
            .next(asked.describe())
            .runbook(RUNBOOK);
    return store.flatMap(Finding::cause).map(finding::causedBy).orElse(finding);
  }

  private String observed(Optional<Ready> ready) {
    String state =
        ready.map(told -> "not ready, " + told.reason()).orElse("never looked at by the operator");
    return "%s for %s; %s"
        .formatted(state, TimeWords.duration(asked.lasting()), asked.lastRefresh());
  }

  private Why why() {
    return asked
        .secret()
        .ready()
        .map(
            told ->
                new Reasons(asked.cluster()).why(asked.secret().resource(), told, asked.context()))
        .orElse(Why.UNKNOWN);
  }

  private static Finding refused(boolean brief, String sentence) {
    return brief
        ? Finding.warning("secret-refused", sentence)
        : Finding.critical("secret-refused", sentence);
  }

  private static Finding notSynced(boolean brief, String sentence) {
    return brief
        ? Finding.warning("secret-not-synced", sentence)
        : Finding.critical("secret-not-synced", sentence);
  }

  private Finding gone(String what) {
    return Finding.critical(
            "secret-gone-at-provider",
            "The provider has nothing for %s any more: it is Ready, but %s."
                .formatted(asked.what(), what))
        .expected("values from the provider")
        .observed("none; " + asked.lastRefresh())
        .next(asked.describe())
        .runbook(RUNBOOK);
  }

  private Finding nothingToMergeInto() {
    return Finding.critical(
            "secret-target-missing",
            "The Secret that %s should add to is not there: it is Ready and does nothing."
                .formatted(asked.what()))
        .expected("a Secret " + asked.secret().secret() + " (creationPolicy Merge)")
        .observed("none")
        .next(asked.command("get secret " + asked.secret().secret()))
        .runbook(RUNBOOK);
  }

  /**
   * {@code retry}: whether it would heal in time once its cause is mended. Empty while nothing
   * fails, and where its store is the cause, which has to be mended first. The operator does not
   * watch stores: after a store is ready again, what failed because of it waits out its pause.
   */
  Optional<Check> retry() {
    if (asked.isSynced()
        || asked.isYoung()
        || asked.secret().ready().isEmpty()
        || asked.storeTrouble().isPresent()) {
      return Optional.empty();
    }
    Duration lasting = asked.lasting();
    Duration pause = lasting.compareTo(LONGEST_PAUSE) < 0 ? lasting : LONGEST_PAUSE;
    Duration objective = asked.thresholds().objective();
    String expected = "the next attempt within " + TimeWords.duration(objective);
    String observed = "within " + TimeWords.duration(pause);
    if (pause.compareTo(objective) <= 0) {
      return Optional.of(Check.passed("retry", expected, observed));
    }
    return Optional.of(Check.failed("retry", slow(expected, observed, pause)));
  }

  private Finding slow(String expected, String observed, Duration pause) {
    return Finding.warning(
            "secret-retry-slow",
            "The operator waits up to %s before it tries %s again: once the cause is mended, a sync"
                    .formatted(TimeWords.duration(pause), asked.what())
                + " must be forced to keep the objective.")
        .expected(expected)
        .observed(observed)
        .next(asked.forceSync())
        .runbook(RUNBOOK);
  }
}
