package io.drillmaster.core.probe;

import io.drillmaster.core.TimeWords;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** One execution of a probe, from its turn to its result. Whatever happens, there is a result. */
final class ProbeTask<S> {
  private static final Duration MOST_PATIENCE = Duration.ofSeconds(1);

  private final ProbeRunner.Look<S> look;
  private final Clock clock;
  private final BiConsumer<Target, Throwable> defects;
  private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
  private volatile Instant startedAt;
  private volatile ProbeContext context;
  private boolean slow;
  private Thread thread;
  private boolean interrupted;

  ProbeTask(ProbeRunner.Look<S> look, Clock clock, BiConsumer<Target, Throwable> defects) {
    this.look = look;
    this.clock = clock;
    this.defects = defects;
  }

  Target target() {
    return look.subject().target();
  }

  Duration deadline() {
    return look.deadline();
  }

  /** What takes longer than this is slow. */
  Duration patience() {
    Duration quarter = look.deadline().dividedBy(4);
    return quarter.compareTo(MOST_PATIENCE) < 0 ? quarter : MOST_PATIENCE;
  }

  CompletableFuture<ProbeResult> result() {
    return result;
  }

  Instant startedAt() {
    return startedAt;
  }

  boolean looksAnew() {
    return look.anew().isPresent();
  }

  /** Whether its data will be fresh enough for that run. */
  boolean serves(ProbeTask<?> run) {
    return looksAnew() && !look.anew().get().isBefore(run.look.anew().orElseThrow());
  }

  void begin(boolean suspect) {
    slow = suspect;
    startedAt = clock.instant();
    Instant notBefore = look.anew().orElse(Instant.EPOCH);
    context = new ProbeContext(clock, Deadline.in(look.deadline(), clock), notBefore);
  }

  boolean isSlow() {
    return slow;
  }

  void turnSlow() {
    slow = true;
  }

  /** Looks, on the thread of the caller; the result is not told yet. */
  ProbeResult perform() {
    Thread worker = Thread.currentThread();
    String name = worker.getName();
    worker.setName("probe " + target());
    synchronized (this) {
      thread = worker;
    }
    ProbeResult answer = look();
    synchronized (this) {
      thread = null;
    }
    Thread.interrupted(); // whatever comes next on this thread is not meant
    worker.setName(name);
    return answer;
  }

  private ProbeResult look() {
    try {
      Judgement judgement = look.probe().judge(look.subject(), context);
      if (wasInterrupted()) {
        return could("deadline", tooLate("no answer"));
      }
      return judgement.checks().isEmpty() ? noChecks() : of(judgement);
    } catch (CouldNotLookException e) {
      return could("look", e.finding());
    } catch (Throwable e) { // a probe that breaks must not take its lane with it
      if (wasInterrupted()) {
        return could("deadline", tooLate("no answer"));
      }
      defects.accept(target(), e);
      return could("probe", broken(e));
    }
  }

  private synchronized boolean wasInterrupted() {
    return interrupted;
  }

  synchronized void interrupt() {
    if (thread != null) {
      interrupted = true;
      thread.interrupt();
    }
  }

  /** Ends it from outside, with a result that says so. */
  void abandon() {
    result.complete(could("deadline", tooLate("no answer")));
  }

  /** What to say while an execution of this target that was abandoned has still not come back. */
  CompletableFuture<ProbeResult> stillHanging(Instant since) {
    begin(true);
    String age = TimeWords.duration(Duration.between(since, clock.instant()));
    result.complete(could("deadline", tooLate("an earlier look has hung for " + age)));
    return result;
  }

  private Finding tooLate(String observed) {
    String limit = TimeWords.duration(look.deadline());
    return Finding.unknown("deadline-exceeded", "The probe did not answer within its deadline.")
        .expected("an answer within " + limit)
        .observed(observed)
        .next("task dr:status CLUSTER=" + target().cluster())
        .runbook("docs/runbooks/CannotLook.md");
  }

  private Finding broken(Throwable e) {
    return Finding.unknown(
            "probe-error", "The probe itself broke; this is a defect of Drillmaster, not a backup.")
        .expected("an answer")
        .observed(e.getClass().getSimpleName())
        .next("look for " + target() + " in the log of Drillmaster and report it")
        .runbook("docs/runbooks/CannotLook.md");
  }

  private ProbeResult noChecks() {
    return could("probe", broken(new IllegalStateException("no checks")));
  }

  private ProbeResult could(String check, Finding finding) {
    return of(new Judgement(List.of(Check.failed(check, finding)), List.of()));
  }

  private ProbeResult of(Judgement judgement) {
    Duration took = Duration.between(startedAt, clock.instant());
    return new ProbeResult(
        look.probe().name(),
        target(),
        judgement.checks(),
        judgement.measurements(),
        startedAt,
        took.isNegative() ? Duration.ZERO : took,
        context.transcript());
  }
}
