package io.drillmaster.core.run;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/** Writes what a phase says into the journal of its run, until the phase is over. */
final class JournalContext implements PhaseContext {
  static final int MAX_LINES = 200;
  static final int MAX_CHECKS = 20_000;

  private final RunJournal journal;
  private final Instant runStartedAt;
  private final String phase;
  private final Deadline deadline;
  private int lines;
  private int checks;
  private boolean over;

  JournalContext(RunJournal journal, Instant runStartedAt, Phase phase) {
    this.journal = journal;
    this.runStartedAt = runStartedAt;
    this.phase = phase.name();
    deadline = Deadline.in(phase.timeout(), journal.clock());
  }

  @Override
  public RunId run() {
    return journal.id();
  }

  @Override
  public Clock clock() {
    return journal.clock();
  }

  @Override
  public Instant runStartedAt() {
    return runStartedAt;
  }

  @Override
  public Deadline deadline() {
    return deadline;
  }

  @Override
  public synchronized void progress(String line) {
    requireOpen();
    lines++;
    if (lines <= MAX_LINES) {
      String text = lines == MAX_LINES ? "further lines are left out" : RunWords.line(line);
      journal.append(new RunEvent.Progressed(journal.now(), phase, text));
    }
  }

  @Override
  public void check(Target target, Check check) {
    record(target, check, false);
  }

  @Override
  public void dataProvingCheck(Target target, Check check) {
    record(target, check, true);
  }

  private synchronized void record(Target target, Check check, boolean dataProving) {
    requireOpen();
    if (++checks > MAX_CHECKS) {
      throw new IllegalStateException("a phase records at most " + MAX_CHECKS + " checks");
    }
    journal.append(new RunEvent.CheckRecorded(journal.now(), phase, target, check, dataProving));
  }

  @Override
  public synchronized void measuredRpo(Duration rpo) {
    requireOpen();
    if (rpo.isNegative()) {
      throw new IllegalArgumentException("restored data is never newer than its loss: " + rpo);
    }
    journal.append(new RunEvent.RpoMeasured(journal.now(), rpo));
  }

  private void requireOpen() {
    if (over) {
      throw new IllegalStateException("the phase " + phase + " is over");
    }
  }

  /** Nothing is recorded any more. */
  synchronized void close() {
    over = true;
  }
}
