package io.drillmaster.core.run;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Finding;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Compares what was measured with what was asked for. */
final class RunObjectives {
  private RunObjectives() {}

  static boolean areMet(Run run) {
    return !isOver(run.rto(), run.objectives().rto()) && !isOver(run.rpo(), run.objectives().rpo());
  }

  /**
   * @param judged whether every phase has passed, so that a measurement that is not there now will
   *     never be
   */
  static List<Finding> findings(Run run, boolean judged) {
    List<Finding> findings = new ArrayList<>();
    if (isOver(run.rto(), run.objectives().rto())) {
      findings.add(exceeded(run, "rto", "The recovery took longer than its objective."));
    }
    if (isOver(run.rpo(), run.objectives().rpo())) {
      findings.add(exceeded(run, "rpo", "The recovered data is older than its objective."));
    }
    if (judged && run.objectives().rto().isPresent() && run.rto().isEmpty()) {
      findings.add(notMeasured(run, "rto", "The recovery time could not be measured."));
    }
    if (judged && run.objectives().rpo().isPresent() && run.rpo().isEmpty()) {
      findings.add(notMeasured(run, "rpo", "The age of the recovered data was not measured."));
    }
    return findings;
  }

  private static boolean isOver(Optional<Duration> measured, Optional<Duration> objective) {
    return measured.isPresent()
        && objective.isPresent()
        && measured.get().compareTo(objective.get()) > 0;
  }

  private static Finding exceeded(Run run, String which, String sentence) {
    return withNext(run, Finding.warning(which + "-exceeded", sentence))
        .expected("at most " + text(objective(run, which)))
        .observed(text(which.equals("rto") ? run.rto() : run.rpo()));
  }

  private static Finding notMeasured(Run run, String which, String sentence) {
    return withNext(run, Finding.unknown(which + "-not-measured", sentence))
        .expected("at most " + text(objective(run, which)))
        .observed("no measurement");
  }

  private static Optional<Duration> objective(Run run, String which) {
    return which.equals("rto") ? run.objectives().rto() : run.objectives().rpo();
  }

  private static Finding withNext(Run run, Finding finding) {
    return finding.next("task dr:report RUN=" + run.id());
  }

  private static String text(Optional<Duration> duration) {
    return duration.map(TimeWords::duration).orElse("");
  }
}
