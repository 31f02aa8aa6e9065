package io.drillmaster.core.run;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Finding;
import java.time.Duration;

/** What the engine itself has to say of a run. */
final class RunFindings {
  private final RunId id;
  private final String cluster;

  RunFindings(RunId id, String cluster) {
    this.id = id;
    this.cluster = cluster;
  }

  Finding phaseTimedOut(Phase phase) {
    return look(
            "phase-timed-out", "The phase " + phase.name() + " did not end within its time-out.")
        .expected("at most " + TimeWords.duration(phase.timeout()))
        .observed("still at work");
  }

  Finding phaseError(Phase phase, Throwable failure) {
    return look("phase-error", "The phase " + phase.name() + " ended with an unexpected error.")
        .expected("an answer")
        .observed(failure.getClass().getSimpleName() + ", in full in the log of the daemon");
  }

  Finding notSaved() {
    return report(
        "run-not-saved",
        "The run ended early, because what it does could not be written down any more:"
            + " after a crash nobody could have cleaned up.");
  }

  Finding interrupted() {
    return report(
        "run-interrupted", "The daemon died during the run; a later one cleaned up after it.");
  }

  Finding leaseLost(RunLocks.Key key) {
    return report(
            "lease-lost", "The run ended early, because somebody else may be at work in its place.")
        .expected("Lease " + key.name() + " held in " + key.cluster())
        .observed("taken over, or not renewed in time");
  }

  Finding undoFailed(Undo undo, Duration spent) {
    return report(
            "undo-failed",
            "What the run did could not be taken back: " + undo.name() + " failed each time.")
        .expected("success within " + attempts(undo.attempts()))
        .observed(attempts(undo.attempts()) + " failed in " + TimeWords.duration(spent));
  }

  Finding undoUnknown(String undo) {
    return report(
        "undo-unknown",
        "What the run did could not be taken back: this version knows no " + undo + " any more.");
  }

  Finding residueNotCounted(String why) {
    return report(
            "residue-not-counted", "It could not be counted what the run left behind: " + why + ".")
        .expected("nothing left")
        .observed("could not look");
  }

  Finding evidenceNotWritten() {
    return report("evidence-not-written", "The evidence of the run could not be written.")
        .next("task dr:doctor CLUSTER=" + cluster);
  }

  private static String attempts(int count) {
    return count == 1 ? "1 attempt" : count + " attempts";
  }

  private Finding look(String code, String sentence) {
    return Finding.unknown(code, sentence).next("task dr:status CLUSTER=" + cluster);
  }

  private Finding report(String code, String sentence) {
    return Finding.unknown(code, sentence).next("task dr:report RUN=" + id);
  }
}
