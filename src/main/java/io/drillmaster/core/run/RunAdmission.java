package io.drillmaster.core.run;

import io.drillmaster.core.run.RunRefusedException.Reason;
import java.util.List;
import java.util.Optional;

/** Decides whether a run may start, one request at a time. */
final class RunAdmission {
  private static final System.Logger LOG = System.getLogger(RunAdmission.class.getName());

  /**
   * @param leases that a new run holds; absent where the request led to an earlier run
   */
  record Admitted(LiveRun run, Optional<RunLeases> leases) {}

  private final RunParts parts;
  private final RunRegistry registry;
  private final RunLocks locks;
  private final RunKeys keys;
  private volatile boolean closed;

  RunAdmission(RunParts parts, RunRegistry registry, RunLocks locks) {
    this.parts = parts;
    this.registry = registry;
    this.locks = locks;
    keys = new RunKeys(parts.archive().log());
  }

  /** No run may start any more. */
  void close() {
    closed = true;
  }

  synchronized Admitted admit(RunRequest request, Plan plan, Optional<String> key)
      throws InvalidRunException, RunRefusedException {
    try {
      Optional<LiveRun> earlier = earlier(request, key);
      if (earlier.isPresent()) {
        return new Admitted(earlier.get(), Optional.empty());
      }
      requireRoom();
      requireNothingInTheWay(plan);
      return admitted(request, plan, key);
    } catch (InvalidRunException | RunRefusedException refused) {
      throw refused;
    } catch (RuntimeException broken) {
      LOG.log(System.Logger.Level.ERROR, "a run cannot be written down", broken);
      throw notSaved();
    }
  }

  private Optional<LiveRun> earlier(RunRequest request, Optional<String> key)
      throws InvalidRunException {
    if (key.isEmpty()) {
      return Optional.empty();
    }
    Optional<RunId> id = keys.earlier(key.get(), request);
    return id.flatMap(registry::find).or(() -> id.flatMap(this::ended));
  }

  private Optional<LiveRun> ended(RunId id) {
    RunLog log = parts.archive().log();
    List<RunEvent> events = log.events(id);
    return events.stream()
        .limit(1)
        .filter(RunEvent.RunStarted.class::isInstance)
        .map(RunEvent.RunStarted.class::cast)
        .map(
            started ->
                new LiveRun(
                    new RunJournal(id, log, parts.time().clock(), events), started, List.of()))
        .findFirst();
  }

  private void requireRoom() throws RunRefusedException {
    if (closed) {
      throw new RunRefusedException(
          Reason.SHUTTING_DOWN, "the daemon is ending and starts nothing", Optional.empty());
    }
    int max = parts.settings().maxConcurrent();
    long atWork = registry.atWork().stream().filter(LiveRun::isAtWork).count();
    // Threads that were given up still cost: four of them take the place of a run.
    if (atWork + parts.threads().abandoned() / 4 >= max) {
      throw new RunRefusedException(
          Reason.TOO_MANY,
          "%d runs are at work; at most %d may be".formatted(atWork, max),
          Optional.empty());
    }
  }

  private void requireNothingInTheWay(Plan plan) throws RunRefusedException {
    Optional<LiveRun> other = registry.inTheWayOf(plan);
    if (other.isPresent()) {
      throw new RunRefusedException(
          Reason.ALREADY_RUNNING,
          "run " + other.get().id() + " is at work on the same target",
          Optional.of(other.get().id()));
    }
  }

  private Admitted admitted(RunRequest request, Plan plan, Optional<String> key)
      throws RunRefusedException {
    RunId id = keys.newId();
    RunLeases leases = RunLeases.none(id, parts.threads(), parts.settings());
    leases.take(locks, plan.locks());
    try {
      key.ifPresent(k -> keys.remember(k, request, id));
      LiveRun run = begun(id, request, plan);
      registry.add(run);
      return new Admitted(run, Optional.of(leases));
    } catch (RunRefusedException | RuntimeException refused) {
      leases.close();
      throw refused;
    }
  }

  private LiveRun begun(RunId id, RunRequest request, Plan plan) throws RunRefusedException {
    RunJournal journal = new RunJournal(id, parts.archive().log(), parts.time().clock(), List.of());
    RunEvent.RunStarted started =
        new RunEvent.RunStarted(
            journal.now(),
            request,
            plan.target(),
            plan.purpose(),
            plan.phases().stream().map(Phase::name).toList(),
            plan.objectives(),
            plan.rtoClock());
    if (!journal.append(started)) {
      throw notSaved();
    }
    return new LiveRun(journal, started, plan.locks());
  }

  private static RunRefusedException notSaved() {
    return new RunRefusedException(
        Reason.STORE_UNAVAILABLE,
        "the run cannot be written down, so nobody could clean up after a crash",
        Optional.empty());
  }
}
