package io.drillmaster.core.run;

import io.drillmaster.core.run.WorkThreads.Ending;
import io.drillmaster.core.run.WorkThreads.Work;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Takes back what the phases of one run did. Nothing cancels it. */
final class UndoRunner {
  private static final System.Logger LOG = System.getLogger(UndoRunner.class.getName());
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  private final LiveRun run;
  private final RunParts parts;

  UndoRunner(LiveRun run, RunParts parts) {
    this.run = run;
    this.parts = parts;
  }

  void undo(Undo undo) {
    RunJournal journal = run.journal();
    Instant from = journal.now();
    for (int attempt = 1; attempt <= undo.attempts(); attempt++) {
      pauseBefore(attempt);
      journal.append(new RunEvent.UndoStarted(journal.now(), undo.name(), attempt));
      if (succeeds(undo)) {
        journal.append(new RunEvent.UndoEnded(journal.now(), undo.name(), true, Optional.empty()));
        return;
      }
    }
    var finding = run.findings().undoFailed(undo, Duration.between(from, journal.now()));
    journal.append(new RunEvent.UndoEnded(journal.now(), undo.name(), false, Optional.of(finding)));
  }

  private void pauseBefore(int attempt) {
    if (attempt > 1) {
      Duration pause = Duration.ofSeconds(1L << Math.min(attempt - 2, 5));
      parts
          .time()
          .pause(
              pause.compareTo(LONGEST_PAUSE) < 0 ? pause : LONGEST_PAUSE,
              new CompletableFuture<>());
    }
  }

  private boolean succeeds(Undo undo) {
    Ending<Boolean> ending =
        parts
            .threads()
            .perform(
                new Work<>(
                    "run-" + run.id() + "-undo-" + undo.name(),
                    undo.timeout(),
                    () -> {
                      undo.action().undo(run.id());
                      return true;
                    }));
    if (ending instanceof WorkThreads.Threw<Boolean> threw) {
      LOG.log(
          System.Logger.Level.WARNING,
          "run " + run.id() + ": the undo " + undo.name() + " failed",
          threw.failure());
    }
    return ending instanceof WorkThreads.Done;
  }
}
