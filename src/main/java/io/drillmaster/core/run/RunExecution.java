package io.drillmaster.core.run;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Carries one plan out: its phases one after the other, then the cleanup. */
final class RunExecution {
  private final LiveRun run;
  private final Plan plan;
  private final RunLeases leases;
  private final RunParts parts;

  RunExecution(LiveRun run, Plan plan, RunLeases leases, RunParts parts) {
    this.run = run;
    this.plan = plan;
    this.leases = leases;
    this.parts = parts;
  }

  void perform() {
    CompletableFuture<Void> over = new CompletableFuture<>();
    if (!leases.isEmpty()) {
      watchLeases(over);
    }
    try {
      performPhases();
      new RunCleanup(run, parts).cleanUp(Optional.of(plan), leases);
    } finally {
      over.complete(null);
    }
  }

  private void performPhases() {
    PhaseRunner runner = new PhaseRunner(run, parts.threads());
    Iterator<Phase> phases = plan.phases().iterator();
    boolean goOn = true;
    while (goOn && phases.hasNext() && !run.cancelled().isDone()) {
      goOn = runner.passes(phases.next());
    }
    run.phasesAreOver();
    RunJournal journal = run.journal();
    phases.forEachRemaining(
        skipped ->
            journal.append(
                new RunEvent.PhaseEnded(
                    journal.now(), skipped.name(), PhaseState.SKIPPED, Optional.empty())));
  }

  /** Without its lock a run may be one of two; it ends itself and cleans up. */
  private void watchLeases(CompletableFuture<Void> over) {
    Duration every = parts.settings().leaseLifetime().dividedBy(20);
    Thread watch =
        new Thread(
            () -> {
              while (!over.isDone()) {
                List<RunLocks.Key> lost = leases.lost().stream().toList();
                if (!lost.isEmpty()) {
                  lose(lost.get(0));
                  return;
                }
                parts.time().pause(every, over);
              }
            },
            "run-" + run.id() + "-leases");
    watch.setDaemon(true);
    watch.start();
  }

  private void lose(RunLocks.Key key) {
    RunJournal journal = run.journal();
    journal.append(new RunEvent.FindingRecorded(journal.now(), run.findings().leaseLost(key)));
    run.cancel("lease-lost");
  }
}
