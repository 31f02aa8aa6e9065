package io.drillmaster.flow;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Finding;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Why a round found nothing to look at. */
final class RoundFindings {
  private static final Logger LOG = LoggerFactory.getLogger(RoundFindings.class);
  private static final String RUNBOOK = "docs/runbooks/CannotLook.md";

  private RoundFindings() {}

  /** The list is empty, which proves nothing. */
  static Finding nothing(Round round, String what, String expected) {
    return Finding.unknown(
            "nothing-found", "There are no " + what + " in this cluster, so nothing is proven.")
        .expected(expected)
        .observed("none")
        .next(
            "if that is right, set probes."
                + round.lane().probe()
                + ".enabled: false; else see what deletes them")
        .runbook(RUNBOOK);
  }

  /**
   * @param exception what a route threw; may be null as in Camel's own property
   */
  static Finding reason(Round round, Exception exception) {
    for (Throwable t = exception; t != null; t = t.getCause()) {
      if (t instanceof CouldNotLookException known) {
        return known.finding();
      }
    }
    if (round.isLate()) {
      return tooLate(round);
    }
    LOG.error("The route of {} broke", round.lane().id(), exception);
    return Finding.unknown(
            "probe-error", "The probe itself broke; this is a defect of Drillmaster, not a backup.")
        .expected("an answer")
        .observed(exception == null ? "no answer" : exception.getClass().getSimpleName())
        .next("look for " + round.lane().id() + " in the log of Drillmaster and report it")
        .runbook(RUNBOOK);
  }

  /** The discovery did not come back. */
  static Finding tooLate(Round round) {
    return Finding.unknown(
            "deadline-exceeded", "What there is to look at was not found out in time.")
        .expected("a list within " + TimeWords.duration(round.lane().deadline()))
        .observed("no answer")
        .next("kubectl get --raw /readyz?verbose")
        .runbook(RUNBOOK);
  }
}
