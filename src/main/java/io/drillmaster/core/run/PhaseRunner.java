package io.drillmaster.core.run;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.run.WorkThreads.Ending;
import io.drillmaster.core.run.WorkThreads.Work;
import java.util.Optional;

/** Performs the phases of one run, one at a time. */
final class PhaseRunner {
  private static final System.Logger LOG = System.getLogger(PhaseRunner.class.getName());

  private final LiveRun run;
  private final WorkThreads threads;

  PhaseRunner(LiveRun run, WorkThreads threads) {
    this.run = run;
    this.threads = threads;
  }

  /**
   * @return whether the phase passed, so that the next one may begin
   */
  boolean passes(Phase phase) {
    RunJournal journal = run.journal();
    boolean safe = journal.append(new RunEvent.PhaseStarted(journal.now(), phase.name()));
    if (phase.undo().isPresent()) {
      // Before the action: a call that timed out may have succeeded all the same.
      String undo = phase.undo().get().name();
      safe = journal.append(new RunEvent.UndoRegistered(journal.now(), phase.name(), undo));
    }
    if (!safe) {
      return ended(phase, PhaseState.FAILED, Optional.of(run.findings().notSaved()));
    }
    JournalContext context = new JournalContext(journal, run.startedAt(), phase);
    Ending<Boolean> ending =
        threads.perform(
            new Work<>(
                "run-" + run.id() + "-" + phase.name(),
                phase.timeout(),
                () -> {
                  phase.action().perform(context);
                  return true;
                }),
            run.cancelled());
    context.close();
    return ended(phase, ending);
  }

  private boolean ended(Phase phase, Ending<Boolean> ending) {
    if (ending instanceof WorkThreads.Done) {
      return ended(phase, PhaseState.PASSED, Optional.empty());
    }
    if (ending instanceof WorkThreads.Stopped) {
      return ended(phase, PhaseState.CANCELLED, Optional.empty());
    }
    if (ending instanceof WorkThreads.Threw<Boolean> threw) {
      return ended(phase, PhaseState.FAILED, Optional.of(finding(phase, threw.failure())));
    }
    return ended(phase, PhaseState.TIMED_OUT, Optional.of(run.findings().phaseTimedOut(phase)));
  }

  private Finding finding(Phase phase, Throwable failure) {
    if (failure instanceof PhaseFailedException failed) {
      return failed.finding();
    }
    if (failure instanceof CouldNotLookException couldNot) {
      return couldNot.finding();
    }
    LOG.log(
        System.Logger.Level.ERROR,
        "run " + run.id() + ": the phase " + phase.name() + " ended with a defect",
        failure);
    return run.findings().phaseError(phase, failure);
  }

  private boolean ended(Phase phase, PhaseState state, Optional<Finding> finding) {
    RunJournal journal = run.journal();
    journal.append(new RunEvent.PhaseEnded(journal.now(), phase.name(), state, finding));
    return state == PhaseState.PASSED;
  }
}
