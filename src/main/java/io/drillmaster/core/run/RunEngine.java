package io.drillmaster.core.run;

import java.time.Duration;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Carries out plans. Phases run one after the other on threads of their own, each within its
 * time-out; what they did is taken back whatever happens; what is left is counted; then evidence is
 * written and the run ends. After a crash, {@link #recover()} does the rest of that for the runs it
 * finds.
 */
public final class RunEngine implements Runs {
  private static final System.Logger LOG = System.getLogger(RunEngine.class.getName());

  private static final int MAX_HISTORY = 500;

  private final RunKinds kinds;
  private final RunLocks locks;
  private final RunParts parts;
  private final RunAdmission admission;
  private final RunRegistry registry = new RunRegistry();
  private final RunFollowers followers;
  private final List<RunListener> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean ending;

  public RunEngine(
      List<PlanFactory> kinds,
      RunArchive archive,
      RunLocks locks,
      RunSettings settings,
      RunTime time) {
    this.kinds = new RunKinds(kinds);
    this.locks = locks;
    followers = new RunFollowers(settings.maxFollowers());
    WorkThreads threads = new WorkThreads(time, settings.heed());
    parts = new RunParts(time, threads, archive, settings, () -> ending);
    admission = new RunAdmission(parts, registry, locks);
  }

  /** Tells the listener of every run from now on. */
  public void addListener(RunListener listener) {
    listeners.add(listener);
  }

  @Override
  public List<PlanFactory> kinds() {
    return kinds.factories();
  }

  @Override
  public Run start(RunRequest request, Optional<String> idempotencyKey)
      throws InvalidRunException, RunRefusedException {
    Plan plan = kinds.plan(request);
    RunAdmission.Admitted admitted = admission.admit(request, plan, idempotencyKey);
    LiveRun run = admitted.run();
    if (admitted.leases().isPresent()) {
      launch(run, 0, new RunExecution(run, plan, admitted.leases().get(), parts)::perform);
      if (ending) {
        run.cancel("shutdown");
      }
    }
    return run.journal().run();
  }

  private void launch(LiveRun run, int listenFrom, Runnable work) {
    for (RunListener listener : listeners) {
      RunJournal journal = run.journal();
      Consumer<Numbered> consumer = new ListenerFeed(journal, listener)::accept;
      journal.follow(new RunFollower(journal, listenFrom, consumer, followers, () -> {}));
    }
    Thread thread = new Thread(() -> perform(run, work), "run-" + run.id());
    thread.setDaemon(true);
    try {
      thread.start();
    } catch (OutOfMemoryError noThread) {
      run.done().complete(null);
      throw noThread;
    }
  }

  private static void perform(LiveRun run, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error defect) {
      LOG.log(System.Logger.Level.ERROR, "run " + run.id() + " was given up", defect);
    } finally {
      run.done().complete(null);
    }
  }

  /**
   * Takes up the runs that an earlier process left open: executes their undos, counts, writes
   * evidence and closes them as INTERRUPTED, each on its own thread. Call it once, before the first
   * start.
   */
  public void recover() {
    for (RunId id : parts.archive().log().open()) {
      try {
        recover(id);
      } catch (RuntimeException unreadable) {
        LOG.log(System.Logger.Level.ERROR, "run " + id + " cannot be recovered", unreadable);
      }
    }
  }

  private void recover(RunId id) {
    RunLog log = parts.archive().log();
    List<RunEvent> events = log.events(id);
    if (!(events.get(0) instanceof RunEvent.RunStarted started)) {
      throw new IllegalStateException("it does not begin with its start");
    }
    Optional<Plan> plan = kinds.planAgain(started.request());
    RunJournal journal = new RunJournal(id, log, parts.time().clock(), events);
    LiveRun run = new LiveRun(journal, started, plan.map(Plan::locks).orElse(List.of()));
    registry.add(run);
    launch(run, events.size(), new RunRecovery(run, plan, locks, parts)::perform);
  }

  @Override
  public Optional<Run> find(RunId id) {
    return journal(id).map(RunJournal::run);
  }

  private Optional<RunJournal> journal(RunId id) {
    Optional<RunJournal> live = registry.find(id).map(LiveRun::journal);
    if (live.isPresent()) {
      return live;
    }
    RunLog log = parts.archive().log();
    List<RunEvent> events = log.events(id);
    // Of a record that is damaged from its first event on nothing can be told.
    return events.isEmpty() || !(events.get(0) instanceof RunEvent.RunStarted)
        ? Optional.empty()
        : Optional.of(new RunJournal(id, log, parts.time().clock(), events));
  }

  @Override
  public List<Run> history(Optional<String> cluster, Optional<String> kind, int limit) {
    int bounded = Math.min(limit, MAX_HISTORY);
    return parts.archive().log().newest(cluster, kind, bounded).stream()
        .flatMap(id -> find(id).stream())
        .toList();
  }

  @Override
  public boolean cancel(RunId id, String by) {
    Optional<LiveRun> live = registry.find(id);
    live.ifPresent(run -> run.cancel(by));
    return live.isPresent() || journal(id).isPresent();
  }

  @Override
  public AutoCloseable follow(RunId id, int from, Consumer<Numbered> listener) {
    Objects.requireNonNull(listener, "listener");
    RunJournal journal =
        journal(id).orElseThrow(() -> new NoSuchElementException("there is no run " + id));
    followers.admit();
    RunFollower follower = new RunFollower(journal, from, listener, followers, followers::leave);
    journal.follow(follower);
    return follower;
  }

  /**
   * Accepts no more runs, cancels those that there are and lets them clean up.
   *
   * @param grace what is not clean by then is left to the next process
   */
  public void close(Duration grace) {
    ending = true;
    admission.close();
    List<LiveRun> last = registry.atWork();
    last.forEach(run -> run.cancel("shutdown"));
    CompletableFuture<Void> clean =
        CompletableFuture.allOf(
            last.stream().map(LiveRun::done).toArray(CompletableFuture<?>[]::new));
    parts.time().pause(grace, clean);
    followers.close();
    parts.time().close();
  }
}
