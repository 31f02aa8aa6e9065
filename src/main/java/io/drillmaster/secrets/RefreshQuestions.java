package io.drillmaster.secrets;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Would a value that changes in the store reach the cluster by itself, and does it in time? */
record RefreshQuestions(Case asked) {
  private static final String RUNBOOK = "docs/runbooks/SecretNotSynced.md";
  private static final String NOT_NEEDED = "not-needed";

  /** {@code refresh}; empty while it is not synced, which is said elsewhere. */
  Optional<Check> refresh() {
    Optional<String> off = off();
    if (off.isPresent()) {
      return Optional.of(judgeOff(off.get()));
    }
    return asked.isSynced() ? Optional.of(periodic()) : Optional.empty();
  }

  /** Why it is not refreshed in intervals; empty where it is. */
  private Optional<String> off() {
    ExternalSecret secret = asked.secret();
    return switch (secret.policy()) {
      case "CreatedOnce" -> Optional.of("refreshPolicy CreatedOnce");
      case "OnChange" -> Optional.of("refreshPolicy OnChange");
      default -> secret.interval().isZero() ? Optional.of("refreshInterval 0") : Optional.empty();
    };
  }

  private Check judgeOff(String how) {
    if (asked.secret().isGenerated()) {
      return Check.passed("refresh", "generated once", how + ", and every value is generated");
    }
    if (asked.secret().refreshAnnotation().equals(Optional.of(NOT_NEEDED))) {
      return Check.passed("refresh", "none, by its annotation", how);
    }
    if (asked.thresholds().staysAsItIs(asked.secret())) {
      return Check.passed("refresh", "none, by the configuration", how);
    }
    return Check.failed("refresh", refreshOff(how));
  }

  private Finding refreshOff(String how) {
    return Finding.warning(
            "secret-refresh-off",
            "%s is never refreshed by itself: a value that is rotated in the store does not reach"
                    .formatted(asked.what())
                + " the cluster, and neither does the news that the store has lost it.")
        .expected("a refresh in intervals, or a sign that none is meant")
        .observed(how + "; " + asked.lastRefresh())
        .next(
            asked.command(
                "annotate externalsecret "
                    + asked.secret().name()
                    + " drillmaster.dev/refresh="
                    + NOT_NEEDED))
        .runbook(RUNBOOK);
  }

  private Check periodic() {
    Duration interval = asked.secret().interval();
    Instant last = asked.refreshedAt().orElseGet(asked::since);
    SyncWindows windows = asked.secret().windows();
    Optional<Instant> due = windows.firstOpen(last.plus(interval));
    String expected = expected(interval, windows);
    if (due.isEmpty()) {
      return Check.failed("refresh", refreshOff("sync windows that are never open"));
    }
    if (due.get().plus(asked.thresholds().grace()).isBefore(asked.now())) {
      return Check.failed("refresh", overdue(expected, due.get()));
    }
    return Check.passed("refresh", expected, "next due " + asked.told(due.get()));
  }

  private static String expected(Duration interval, SyncWindows windows) {
    return "a refresh every "
        + TimeWords.duration(interval)
        + (windows.isEmpty() ? "" : " in its sync windows");
  }

  private Finding overdue(String expected, Instant due) {
    Finding finding =
        Finding.critical(
                "secret-refresh-overdue",
                "%s is Ready, but its refresh is overdue: nobody knows whether its store still"
                        .formatted(asked.what())
                    + " serves it, and a new value does not arrive.")
            .expected(
                expected + ", at most " + TimeWords.duration(asked.thresholds().grace()) + " late")
            .observed("due " + asked.told(due) + "; " + asked.lastRefresh())
            .next(asked.describe())
            .runbook(RUNBOOK);
    return asked.storeTrouble().flatMap(Finding::cause).map(finding::causedBy).orElse(finding);
  }
}
