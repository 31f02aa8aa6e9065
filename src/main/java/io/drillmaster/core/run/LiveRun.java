package io.drillmaster.core.run;

import io.drillmaster.core.probe.Target;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A run that this process works on, or one that it has just ended. */
final class LiveRun {
  private final RunJournal journal;
  private final RunEvent.RunStarted started;
  private final List<RunLocks.Key> locks;
  private final CompletableFuture<Void> cancelled = new CompletableFuture<>();
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private boolean phasesAreOver;

  LiveRun(RunJournal journal, RunEvent.RunStarted started, List<RunLocks.Key> locks) {
    this.journal = journal;
    this.started = started;
    this.locks = List.copyOf(locks);
  }

  RunId id() {
    return journal.id();
  }

  RunJournal journal() {
    return journal;
  }

  Instant startedAt() {
    return started.at();
  }

  RunFindings findings() {
    return new RunFindings(id(), started.request().cluster());
  }

  boolean isAtWork() {
    return !journal.isOver() && !done.isDone();
  }

  /** Whether another plan must not run beside this one. */
  boolean isInTheWayOf(Plan plan) {
    Target target = started.target();
    boolean same = started.request().kind().equals(plan.kind()) && target.equals(plan.target());
    return isAtWork() && (same || plan.locks().stream().anyMatch(locks::contains));
  }

  /** Completes when the run is to end early. */
  CompletableFuture<Void> cancelled() {
    return cancelled;
  }

  /** Completes when the run has ended and nothing of it is at work any more. */
  CompletableFuture<Void> done() {
    return done;
  }

  /** Ends the phases early; too late, and without effect, once they are over. */
  synchronized void cancel(String by) {
    if (!phasesAreOver && !cancelled.isDone()) {
      journal.append(new RunEvent.CancelRequested(journal.now(), by));
      cancelled.complete(null);
    }
  }

  synchronized void phasesAreOver() {
    phasesAreOver = true;
  }
}
