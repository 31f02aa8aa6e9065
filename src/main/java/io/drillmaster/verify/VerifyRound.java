package io.drillmaster.verify;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.PhaseContext;
import java.time.Duration;
import java.util.List;

/**
 * One probe looks at everything it finds in one cluster. What could not be looked at is an UNKNOWN
 * check and no failed phase, so that the others are still looked at.
 */
final class VerifyRound {
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  /** Kept of the time-out, to record what did not answer in time. */
  private static final Duration RESERVE = Duration.ofSeconds(15);

  /** So that the summary is never among the lines that are left out. */
  private static final int MAX_PROBLEM_LINES = 100;

  private static final String DISCOVERY = "discovery";

  private final ProbeRounds rounds;
  private final String cluster;
  private final String probe;

  VerifyRound(ProbeRounds rounds, String cluster, String probe) {
    this.rounds = rounds;
    this.cluster = cluster;
    this.probe = probe;
  }

  Phase phase() {
    return Phase.of(cluster + "-" + probe, TIMEOUT, this::perform);
  }

  private void perform(PhaseContext context) {
    List<ProbeResult> results;
    try {
      Deadline deadline = Deadline.in(TIMEOUT.minus(RESERVE), context.clock());
      results = rounds.probe(cluster, probe, context.runStartedAt(), deadline);
    } catch (CouldNotLookException couldNot) {
      couldNotLook(context, couldNot.finding());
      return;
    } catch (IllegalArgumentException noSuchProbe) {
      couldNotLook(context, notHere());
      return;
    }
    if (results.isEmpty()) {
      couldNotLook(context, nothingFound());
    }
    results.forEach(result -> record(context, result));
    results.stream()
        .filter(result -> result.status() != Status.OK)
        .limit(MAX_PROBLEM_LINES)
        .forEach(result -> context.progress(problem(result)));
    context.progress(summary(results));
  }

  private void couldNotLook(PhaseContext context, Finding finding) {
    context.check(new Target(cluster, probe, "", DISCOVERY), Check.failed("found", finding));
    context.progress("? " + probe + ": " + finding.sentence());
  }

  private void record(PhaseContext context, ProbeResult result) {
    if (result.startedAt().isBefore(context.runStartedAt())) {
      context.check(result.target(), Check.failed("fresh answer", tooOld()));
      return;
    }
    if (result.checks().isEmpty()) {
      context.check(result.target(), Check.failed("answer", noAnswer()));
    }
    result.checks().forEach(check -> context.check(result.target(), check));
  }

  private String problem(ProbeResult result) {
    String sentence = result.findings().stream().map(Finding::sentence).findFirst().orElse("");
    return "%s %s %s: %s"
        .formatted(result.status().symbol(), probe, result.target().path(), sentence);
  }

  private String summary(List<ProbeResult> results) {
    List<Status> statuses =
        results.stream()
            .filter(result -> !isDiscovery(result) || !result.status().isGood())
            .map(ProbeResult::status)
            .toList();
    long bad = statuses.stream().filter(status -> status == Status.CRITICAL).count();
    long unknown = statuses.stream().filter(status -> status == Status.UNKNOWN).count();
    return "%s on %s: %d good, %d bad, %d unknown"
        .formatted(probe, cluster, statuses.size() - bad - unknown, bad, unknown);
  }

  private static boolean isDiscovery(ProbeResult result) {
    return result.target().name().equals(DISCOVERY) && result.target().namespace().isEmpty();
  }

  private Finding nothingFound() {
    return look(Finding.unknown("nothing-found", "The probe gave no answer at all."))
        .expected("a result of every target")
        .observed("no result");
  }

  private Finding notHere() {
    return look(
        Finding.unknown("probe-not-here", "The probe " + probe + " does not run in this cluster."));
  }

  private Finding noAnswer() {
    return look(Finding.unknown("probe-error", "The probe asked nothing of this target."))
        .expected("at least one check")
        .observed("none");
  }

  private Finding tooOld() {
    return look(Finding.unknown(
            "result-too-old", "The only answer is older than this verification."))
        .expected("an answer from after its start");
  }

  private Finding look(Finding finding) {
    return finding.next("task dr:status CLUSTER=" + cluster).runbook("docs/runbooks/CannotLook.md");
  }
}
