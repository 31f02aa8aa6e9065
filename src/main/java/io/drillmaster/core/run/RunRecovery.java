package io.drillmaster.core.run;

import java.util.Optional;

/** Cleans up after a run whose process died, and closes it. */
final class RunRecovery {
  private static final System.Logger LOG = System.getLogger(RunRecovery.class.getName());

  private final LiveRun run;
  private final Optional<Plan> plan;
  private final RunLocks locks;
  private final RunParts parts;

  /**
   * @param plan built again from the request; absent where that is not possible any more
   */
  RunRecovery(LiveRun run, Optional<Plan> plan, RunLocks locks, RunParts parts) {
    this.run = run;
    this.plan = plan;
    this.locks = locks;
    this.parts = parts;
  }

  void perform() {
    RunJournal journal = run.journal();
    run.phasesAreOver();
    journal.append(new RunEvent.RecoveryStarted(journal.now()));
    journal.append(new RunEvent.FindingRecorded(journal.now(), run.findings().interrupted()));
    journal.run().phases().forEach(this::close);
    new RunCleanup(run, parts).cleanUp(plan, leases());
  }

  private void close(Run.PhaseRecord phase) {
    if (phase.state() == PhaseState.RUNNING) {
      end(phase, PhaseState.CANCELLED);
    } else if (phase.state() == PhaseState.PENDING) {
      end(phase, PhaseState.SKIPPED);
    }
  }

  private void end(Run.PhaseRecord phase, PhaseState state) {
    RunJournal journal = run.journal();
    journal.append(new RunEvent.PhaseEnded(journal.now(), phase.name(), state, Optional.empty()));
  }

  /** Undos touch what this run made and nothing else, so they need no lock; counting does. */
  private RunLeases leases() {
    RunLeases leases = RunLeases.none(run.id(), parts.threads(), parts.settings());
    if (plan.isPresent()) {
      try {
        leases.take(locks, plan.get().locks());
      } catch (RunRefusedException refused) {
        LOG.log(System.Logger.Level.WARNING, "run " + run.id() + ": " + refused.getMessage());
      }
    }
    return leases;
  }
}
