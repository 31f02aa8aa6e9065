package io.drillmaster.core.run;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.run.Run.CheckRecord;
import io.drillmaster.core.run.Run.PhaseRecord;
import io.drillmaster.core.run.Run.UndoRecord;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Makes a run of its events, and tells how it ends. Depends on nothing but the events. */
public final class RunFold {
  private final RunId id;
  private final RunEvent.RunStarted started;
  private final Map<String, PhaseRecord> phases = new LinkedHashMap<>();
  private final Map<String, UndoRecord> undos = new LinkedHashMap<>();
  private final List<CheckRecord> checks = new ArrayList<>();
  private final List<Finding> phaseFindings = new ArrayList<>();
  private final List<Finding> otherFindings = new ArrayList<>();
  private Optional<Residue> residue = Optional.empty();
  private Optional<Duration> rpo = Optional.empty();
  private Optional<RunEvent.RunEnded> ended = Optional.empty();
  private boolean cancelled;
  private boolean interrupted;
  private boolean cleaning;

  private RunFold(RunId id, List<RunEvent> events) {
    if (events.isEmpty() || !(events.get(0) instanceof RunEvent.RunStarted first)) {
      throw new IllegalArgumentException("a run begins with RunStarted: " + id);
    }
    this.id = id;
    started = first;
    first.phases().forEach(name -> phases.put(name, pending(name)));
    events.forEach(this::apply);
  }

  /**
   * The run up to the last of these events.
   *
   * @param events of one run, in their order, from the first on
   * @throws IllegalArgumentException where they do not begin with {@code RunStarted}
   */
  public static Run fold(RunId id, List<RunEvent> events) {
    return new RunFold(id, events).run();
  }

  /** What {@code RunEnded} has to say if it comes after these events. */
  static RunOutcome outcome(RunId id, List<RunEvent> events) {
    RunFold fold = new RunFold(id, events);
    return RunOutcome.of(fold.run(), fold.endState(), fold.phaseFindings);
  }

  private static PhaseRecord pending(String name) {
    return new PhaseRecord(name, PhaseState.PENDING, Optional.empty(), Optional.empty(), List.of());
  }

  private void apply(RunEvent event) {
    if (event instanceof RunEvent.PhaseStarted
        || event instanceof RunEvent.Progressed
        || event instanceof RunEvent.PhaseEnded) {
      applyToPhase(event);
    } else if (event instanceof RunEvent.UndoRegistered
        || event instanceof RunEvent.UndoStarted
        || event instanceof RunEvent.UndoEnded) {
      applyToUndo(event);
    } else if (event instanceof RunEvent.CheckRecorded e) {
      checks.add(new CheckRecord(e.phase(), e.target(), e.check(), e.dataProving()));
    } else if (event instanceof RunEvent.RpoMeasured e) {
      rpo = Optional.of(e.rpo());
    } else if (event instanceof RunEvent.FindingRecorded e) {
      otherFindings.add(e.finding());
    } else if (event instanceof RunEvent.CancelRequested) {
      cancelled = true;
    } else if (event instanceof RunEvent.RecoveryStarted) {
      interrupted = true;
      cleaning = true;
    } else if (event instanceof RunEvent.ResidueCounted e) {
      residue = Optional.of(e.residue());
      cleaning = true;
    } else if (event instanceof RunEvent.RunEnded e) {
      ended = Optional.of(e);
    }
  }

  private void applyToPhase(RunEvent event) {
    if (event instanceof RunEvent.PhaseStarted e) {
      replace(e.phase(), PhaseState.RUNNING, Optional.of(e.at()), Optional.empty());
    } else if (event instanceof RunEvent.Progressed e) {
      PhaseRecord phase = phase(e.phase());
      List<String> lines = new ArrayList<>(phase.progress());
      lines.add(e.line());
      phases.put(
          e.phase(),
          new PhaseRecord(phase.name(), phase.state(), phase.startedAt(), phase.endedAt(), lines));
    } else if (event instanceof RunEvent.PhaseEnded e) {
      boolean ran = phase(e.phase()).startedAt().isPresent();
      replace(
          e.phase(),
          e.state(),
          phase(e.phase()).startedAt(),
          ran ? Optional.of(e.at()) : Optional.empty());
      e.finding().ifPresent(phaseFindings::add);
    }
  }

  private void replace(
      String name, PhaseState state, Optional<Instant> startedAt, Optional<Instant> endedAt) {
    phases.put(name, new PhaseRecord(name, state, startedAt, endedAt, phase(name).progress()));
  }

  private PhaseRecord phase(String name) {
    return phases.getOrDefault(name, pending(name));
  }

  private void applyToUndo(RunEvent event) {
    if (event instanceof RunEvent.UndoRegistered e) {
      undos.put(e.undo(), new UndoRecord(e.undo(), 0, false, false));
    } else if (event instanceof RunEvent.UndoStarted e) {
      int attempts = undo(e.undo()).attempts() + 1;
      undos.put(e.undo(), new UndoRecord(e.undo(), attempts, false, false));
      cleaning = true;
    } else if (event instanceof RunEvent.UndoEnded e) {
      int attempts = undo(e.undo()).attempts();
      undos.put(e.undo(), new UndoRecord(e.undo(), attempts, true, e.succeeded()));
      e.finding().ifPresent(otherFindings::add);
      cleaning = true;
    }
  }

  private UndoRecord undo(String name) {
    return undos.getOrDefault(name, new UndoRecord(name, 0, false, false));
  }

  private Run run() {
    Run run = withFindings(List.of());
    List<Finding> findings = new ArrayList<>(phaseFindings);
    findings.addAll(RunObjectives.findings(run, allPassed()));
    findings.addAll(otherFindings);
    residue.filter(left -> !left.equals(Residue.NONE)).map(this::left).ifPresent(findings::add);
    return withFindings(findings);
  }

  private Run withFindings(List<Finding> findings) {
    return new Run(
        id,
        started.request(),
        started.target(),
        started.purpose(),
        state(),
        ended.map(RunEvent.RunEnded::verdict),
        ended.map(RunEvent.RunEnded::exitCode),
        started.at(),
        ended.map(RunEvent.RunEnded::at),
        List.copyOf(phases.values()),
        checks,
        findings,
        List.copyOf(undos.values()),
        residue,
        started.objectives(),
        rto(),
        rpo);
  }

  private RunState state() {
    boolean phasesAreOver = phases.values().stream().allMatch(this::isOver);
    RunState now = cleaning || phasesAreOver ? RunState.CLEANING_UP : RunState.RUNNING;
    return ended.map(RunEvent.RunEnded::state).orElse(now);
  }

  private boolean isOver(PhaseRecord phase) {
    return phase.state() != PhaseState.PENDING && phase.state() != PhaseState.RUNNING;
  }

  private RunState endState() {
    if (interrupted) {
      return RunState.INTERRUPTED;
    }
    return cancelled ? RunState.CANCELLED : RunState.ENDED;
  }

  private boolean allPassed() {
    return phases.values().stream().allMatch(phase -> phase.state() == PhaseState.PASSED);
  }

  /** Nothing is recovered in no time: a clock that was set back measures nothing. */
  private Optional<Duration> rto() {
    return started
        .rtoClock()
        .filter(clock -> phase(clock.stopPhase()).state() == PhaseState.PASSED)
        .flatMap(
            clock ->
                phase(clock.startPhase())
                    .startedAt()
                    .flatMap(
                        from ->
                            phase(clock.stopPhase())
                                .endedAt()
                                .map(to -> Duration.between(from, to))))
        .filter(duration -> !duration.isNegative() && !duration.isZero());
  }

  private Finding left(Residue left) {
    int count = left.objects().size();
    String what = count == 1 ? "1 object" : count + " objects";
    return Finding.critical("residue-left", "The run left " + what + " behind in the sandbox.")
        .expected("nothing")
        .observed(RunWords.line(String.join(", ", left.objects())))
        .next("task dr:report RUN=" + id);
  }
}
