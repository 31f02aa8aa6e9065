package io.drillmaster.core.run;

import io.drillmaster.core.run.WorkThreads.Ending;
import io.drillmaster.core.run.WorkThreads.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * What follows the phases, however they ended: undos in reverse, residue, evidence, end. In this
 * order, so that the evidence tells the truth about the cleanup.
 */
final class RunCleanup {
  private static final System.Logger LOG = System.getLogger(RunCleanup.class.getName());
  private static final Duration EVIDENCE_TIMEOUT = Duration.ofSeconds(30);
  private static final int FLUSHES = 6;

  private final LiveRun run;
  private final RunParts parts;

  RunCleanup(LiveRun run, RunParts parts) {
    this.run = run;
    this.parts = parts;
  }

  /**
   * @param plan absent where it cannot be built any more
   * @param leases are given back before the run ends, so that the next one may start at once
   */
  void cleanUp(Optional<Plan> plan, RunLeases leases) {
    undo(plan);
    count(plan, leases);
    leases.close();
    end();
  }

  private void undo(Optional<Plan> plan) {
    RunJournal journal = run.journal();
    for (String name : registered(journal.events())) {
      Optional<Undo> undo = plan.flatMap(p -> p.undo(name));
      if (undo.isPresent()) {
        new UndoRunner(run, parts).undo(undo.get());
      } else {
        var finding = Optional.of(run.findings().undoUnknown(name));
        journal.append(new RunEvent.UndoEnded(journal.now(), name, false, finding));
      }
    }
  }

  /** Undos that are still to be executed, the last registered first. */
  private static List<String> registered(List<RunEvent> events) {
    Set<String> names = new LinkedHashSet<>();
    for (RunEvent event : events) {
      if (event instanceof RunEvent.UndoRegistered registered) {
        names.add(registered.undo());
      } else if (event instanceof RunEvent.UndoEnded ended && ended.succeeded()) {
        names.remove(ended.undo());
      }
    }
    List<String> reversed = new ArrayList<>(names);
    Collections.reverse(reversed);
    return reversed;
  }

  private void count(Optional<Plan> plan, RunLeases leases) {
    ResidueCount residue = new ResidueCount(run, parts);
    if (plan.isEmpty()) {
      residue.notCounted("this version does not know the kind of the run, or not its parameters");
    } else if (plan.get().census().isPresent()) {
      if (leases.isEmpty() == plan.get().locks().isEmpty() && leases.lost().isEmpty()) {
        residue.count(plan.get().census().get());
      } else {
        residue.notCounted("somebody else may be at work in the sandbox");
      }
    }
  }

  private void end() {
    RunJournal journal = run.journal();
    RunEvent.RunEnded end = ending();
    List<RunEvent> all = new ArrayList<>(journal.events());
    all.add(end);
    if (!isFiled(RunFold.fold(run.id(), all))) {
      journal.append(
          new RunEvent.FindingRecorded(journal.now(), run.findings().evidenceNotWritten()));
      end = ending();
    }
    boolean safe = journal.append(end);
    for (int flush = 1; flush < FLUSHES && !safe && !parts.ending().getAsBoolean(); flush++) {
      parts.time().pause(Duration.ofSeconds(1L << (flush - 1)), new CompletableFuture<>());
      safe = journal.flush();
    }
  }

  private RunEvent.RunEnded ending() {
    RunJournal journal = run.journal();
    RunOutcome outcome = RunFold.outcome(run.id(), journal.events());
    return new RunEvent.RunEnded(
        journal.now(), outcome.state(), outcome.verdict(), outcome.exitCode());
  }

  private boolean isFiled(Run ended) {
    Ending<Boolean> ending =
        parts
            .threads()
            .perform(
                new Work<>(
                    "run-" + run.id() + "-evidence",
                    EVIDENCE_TIMEOUT,
                    () -> {
                      parts.archive().evidence().write(parts.archive().evidenceOf(ended));
                      return true;
                    }));
    if (ending instanceof WorkThreads.Threw<Boolean> threw) {
      LOG.log(
          System.Logger.Level.ERROR,
          "run " + run.id() + ": evidence could not be written",
          threw.failure());
    }
    return ending instanceof WorkThreads.Done;
  }
}
