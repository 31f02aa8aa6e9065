package io.drillmaster.core.probe;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;

/** One execution of a probe, from its turn to its result. Whatever happens, there is a result. */
final class ProbeTask<S> {
  private final ProbeRunner.Look<S> look;
  private final Clock clock;
  private final BiConsumer<Target, Throwable> defects;
  private final CompletableFuture<ProbeResult> result = new CompletableFuture<>();
  private volatile Instant startedAt;
  private volatile ProbeContext context;
  private volatile Thread thread;

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

  CompletableFuture<ProbeResult> result() {
    return result;
  }

  Instant startedAt() {
    return startedAt;
  }

  /** Whether its data will be fresh enough for the other; what has not begun yet always is. */
  boolean serves(ProbeTask<?> other) {
    Instant start = startedAt;
    boolean fresh = look.notBefore().compareTo(other.look.notBefore()) >= 0;
    return fresh && (start == null || !start.isBefore(other.look.notBefore()));
  }

  void begin() {
    startedAt = clock.instant();
    context = new ProbeContext(clock, Deadline.in(look.deadline(), clock), look.notBefore());
  }

  /** Looks, on the thread of the caller. */
  void perform() {
    thread = Thread.currentThread();
    try {
      Judgement judgement = look.probe().judge(look.subject(), context);
      result.complete(judgement.checks().isEmpty() ? noChecks() : of(judgement));
    } catch (CouldNotLookException e) {
      result.complete(could("look", e.finding()));
    } catch (Throwable e) { // a probe that breaks must not take its lane with it
      if (!result.isDone()) {
        defects.accept(target(), e);
      }
      result.complete(could("probe", broken(e)));
    } finally {
      synchronized (this) {
        thread = null;
      }
    }
  }

  /** Ends it from outside, with a result that says so. */
  void abandon() {
    result.complete(could("deadline", tooLate("no answer after")));
    synchronized (this) {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  /** What to say while an execution of this target that was abandoned has still not come back. */
  ProbeResult stillHanging(Instant since) {
    begin();
    return could("deadline", tooLate("an earlier look has hung since " + since + "; limit"));
  }

  private Finding tooLate(String words) {
    String limit = look.deadline().toSeconds() + "s";
    return Finding.unknown("deadline-exceeded", "The probe did not answer within its deadline.")
        .expected("an answer within " + limit)
        .observed(words + " " + limit)
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
