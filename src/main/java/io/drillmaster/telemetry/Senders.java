package io.drillmaster.telemetry;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/**
 * The clusters that send something to the stores of one cluster.
 *
 * @param cluster the one whose stores are asked
 */
record Senders(String cluster, String probe, Clock clock) {
  private static final Duration LONGEST = Duration.ofSeconds(15);

  Discovery<String> discover(Probe<String> judge, List<String> names) {
    return new Discovery<>(
        judge,
        "clusters that send telemetry",
        names.stream().map(n -> new Subject<>(new Target(cluster, probe, "", n), n)).toList());
  }

  /** Leaves time to say what was seen when the store hangs. */
  Deadline share(ProbeContext context) {
    Duration left = context.deadline().remaining().multipliedBy(3).dividedBy(4);
    return Deadline.in(left.compareTo(LONGEST) < 0 ? left : LONGEST, clock);
  }

  /** Asks a further question; where it gets no answer, that much is UNKNOWN. */
  static void ask(Judgement.Builder answer, String check, Runnable question) {
    try {
      question.run();
    } catch (CouldNotLookException e) {
      Finding known = e.finding();
      answer.failed(
          check,
          Finding.unknown(known.code(), known.sentence())
              .expected(known.expected())
              .observed(known.observed())
              .next(known.next())
              .runbook(known.runbook()));
    }
  }
}
