package io.drillmaster.core.run;

import io.drillmaster.core.run.WorkThreads.Done;
import io.drillmaster.core.run.WorkThreads.Ending;
import io.drillmaster.core.run.WorkThreads.Work;
import io.drillmaster.core.sandbox.Residue;
import io.drillmaster.core.sandbox.ResidueCensus;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Counts what is left after the undos. Operators and garbage collectors finish a little later than
 * the call that deletes, so what is there is counted again for some seconds before it is residue.
 */
final class ResidueCount {
  private static final System.Logger LOG = System.getLogger(ResidueCount.class.getName());
  private static final Duration TIMEOUT = Duration.ofMinutes(1);
  private static final int COUNTS = 6;

  private final LiveRun run;
  private final RunParts parts;

  ResidueCount(LiveRun run, RunParts parts) {
    this.run = run;
    this.parts = parts;
  }

  void count(ResidueCensus census) {
    Ending<Residue> ending = once(census);
    for (int counted = 1; counted < COUNTS && !isClean(ending); counted++) {
      if (parts.ending().getAsBoolean()) {
        break;
      }
      parts.time().pause(Duration.ofSeconds(1L << (counted - 1)), new CompletableFuture<>());
      ending = once(census);
    }
    RunJournal journal = run.journal();
    if (ending instanceof Done<Residue> done) {
      journal.append(new RunEvent.ResidueCounted(journal.now(), done.value()));
    } else {
      notCounted("the sandbox could not be read");
    }
  }

  void notCounted(String why) {
    RunJournal journal = run.journal();
    journal.append(
        new RunEvent.FindingRecorded(journal.now(), run.findings().residueNotCounted(why)));
  }

  private static boolean isClean(Ending<Residue> ending) {
    return ending instanceof Done<Residue> done && done.value().equals(Residue.NONE);
  }

  private Ending<Residue> once(ResidueCensus census) {
    Ending<Residue> ending =
        parts.threads().perform(new Work<>("run-" + run.id() + "-residue", TIMEOUT, census::count));
    if (ending instanceof WorkThreads.Threw<Residue> threw) {
      LOG.log(
          System.Logger.Level.WARNING,
          "run " + run.id() + ": residue could not be counted",
          threw.failure());
    }
    return ending;
  }
}
