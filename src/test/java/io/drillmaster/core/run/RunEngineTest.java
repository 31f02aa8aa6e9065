package io.drillmaster.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Phases, undos, residue and evidence of one run, whatever happens to it. */
@Timeout(30)
class RunEngineTest {
  private final Sandbox sandbox = new Sandbox();

  @Test
  void phasesRunInTheirOrderAndUndosInReverse() {
    EngineRig rig =
        new EngineRig(
            sandbox.drill(sandbox.makes("one"), sandbox.makes("two"), Sandbox.verifies()));

    Run run = rig.startAndAwaitEnd();

    assertThat(sandbox.done).containsExactly("make one", "make two", "remove two", "remove one");
    assertThat(run.verdict()).contains(Verdict.VERIFIED);
    assertThat(run.exitCode()).contains(0);
    assertThat(run.residue()).contains(Residue.NONE);
    assertThat(run.state()).isEqualTo(RunState.ENDED);
    assertThat(run.findings()).isEmpty();
  }

  @Test
  void eventsComeInTheOrderOfTheRules() {
    EngineRig rig = new EngineRig(sandbox.drill(sandbox.makes("one"), Sandbox.verifies()));

    Run run = rig.startAndAwaitEnd();

    assertThat(rig.events(run.id()).stream().map(e -> e.getClass().getSimpleName()))
        .containsExactly(
            "RunStarted",
            "PhaseStarted",
            "UndoRegistered",
            "PhaseEnded",
            "PhaseStarted",
            "CheckRecorded",
            "PhaseEnded",
            "UndoStarted",
            "UndoEnded",
            "ResidueCounted",
            "RunEnded");
  }

  @Test
  void theUndoIsRegisteredBeforeItsActionStarts() {
    List<RunEvent> atAction = new ArrayList<>();
    EngineRig[] rig = new EngineRig[1];
    Phase phase = sandbox.makes("one", c -> atAction.addAll(rig[0].events(c.run())));
    rig[0] = new EngineRig(sandbox.drill(phase));

    rig[0].startAndAwaitEnd();

    assertThat(atAction).hasAtLeastOneElementOfType(RunEvent.UndoRegistered.class);
  }

  @Test
  void evidenceTellsTheTruthAboutTheCleanup() {
    EngineRig rig = new EngineRig(sandbox.drill(sandbox.makes("one"), Sandbox.verifies()));

    Run run = rig.startAndAwaitEnd();

    assertThat(rig.evidence.get(run.id()).run()).isEqualTo(run);
    assertThat(run.undos()).containsExactly(new Run.UndoRecord("remove-one", 1, true, true));
    assertThat(rig.evidence.get(run.id()).schemaVersion()).isEqualTo(1);
    assertThat(rig.evidence.get(run.id()).tool()).containsEntry("name", "test");
  }

  @Test
  void aPhaseThatThrowsEndsTheRunAndLaterOnesAreSkipped() {
    Phase broken =
        sandbox.makes(
            "one",
            c -> {
              throw new NullPointerException("password=hunter2");
            });
    EngineRig rig = new EngineRig(sandbox.drill(broken, sandbox.makes("two")));

    Run run = rig.startAndAwaitEnd();

    assertThat(states(run)).containsExactly(PhaseState.FAILED, PhaseState.SKIPPED);
    assertThat(sandbox.done).containsExactly("make one", "remove one");
    assertThat(run.verdict()).contains(Verdict.INCONCLUSIVE);
    assertThat(run.exitCode()).contains(2);
    assertThat(codes(run)).containsExactly("phase-error");
    assertThat(rig.events(run.id()).toString()).doesNotContain("hunter2");
  }

  @Test
  void anErrorOfTheJavaMachineIsCleanedUpAfterToo() {
    Phase broken =
        sandbox.makes(
            "one",
            c -> {
              throw new StackOverflowError();
            });
    EngineRig rig = new EngineRig(sandbox.drill(broken));

    Run run = rig.startAndAwaitEnd();

    assertThat(sandbox.things).isEmpty();
    assertThat(run.findings().get(0).observed()).startsWith("StackOverflowError");
  }

  @Test
  void aPhaseThatSaysThatTheBackupIsBadFailsTheRun() {
    Finding gap = Finding.critical("wal-gap", "A segment is missing.");
    Phase broken =
        sandbox.makes(
            "one",
            c -> {
              throw new PhaseFailedException(gap);
            });
    EngineRig rig = new EngineRig(sandbox.drill(broken));

    Run run = rig.startAndAwaitEnd();

    assertThat(run.verdict()).contains(Verdict.FAILED);
    assertThat(run.exitCode()).contains(1);
    assertThat(run.findings()).containsExactly(gap);
  }

  @Test
  void aPhaseThatCouldNotLookSaysWhy() {
    Finding away = Finding.unknown("api-unreachable", "The API server does not answer.");
    Phase broken =
        Phase.of(
            "look",
            Sandbox.PHASE,
            c -> {
              throw new CouldNotLookException(away);
            });
    EngineRig rig = new EngineRig(sandbox.drill(broken));

    assertThat(rig.startAndAwaitEnd().findings()).containsExactly(away);
  }

  @Test
  void aPhaseThatHangsIsInterruptedAndTimesOut() {
    CountDownLatch heeded = new CountDownLatch(1);
    Phase hanging = sandbox.makes("one", hangsUntilInterrupted(heeded));
    EngineRig rig = new EngineRig(sandbox.drill(hanging, sandbox.makes("two")));

    Run started = rig.start();
    rig.time.skip(Sandbox.PHASE);
    Run run = rig.awaitEnd(started.id());

    assertThat(heeded.getCount()).isZero();
    assertThat(states(run)).containsExactly(PhaseState.TIMED_OUT, PhaseState.SKIPPED);
    assertThat(codes(run)).containsExactly("phase-timed-out");
    assertThat(run.exitCode()).contains(2);
    assertThat(sandbox.things).isEmpty();
  }

  @Test
  void aPhaseThatDoesNotHeedItsInterruptionIsAbandonedAndAddsNothingAnyMore() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    CountDownLatch refused = new CountDownLatch(1);
    CountDownLatch begun = latch();
    Phase deaf =
        sandbox.makes(
            "one",
            context -> {
              begun.countDown();
              awaitDeaf(release);
              try {
                context.check(Sandbox.TARGET, Sandbox.good("too late"));
              } catch (IllegalStateException over) {
                refused.countDown();
              }
            });
    EngineRig rig = new EngineRig(sandbox.drill(deaf));

    Run started = rig.start();
    awaitQuietly(begun);
    rig.time.skip(Sandbox.PHASE);
    rig.time.skip(EngineRig.HEED);
    Run run = rig.awaitEnd(started.id());
    release.countDown();

    assertThat(refused.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(run.phases().get(0).state()).isEqualTo(PhaseState.TIMED_OUT);
    assertThat(sandbox.things).isEmpty();
    assertThat(rig.engine.find(run.id())).contains(run);
    assertThat(run.checks()).isEmpty();
  }

  @Test
  void aRunCanBeCancelledInEveryPhase() {
    for (int cancelIn = 0; cancelIn < 3; cancelIn++) {
      Sandbox world = new Sandbox();
      List<CountDownLatch> begun = List.of(latch(), latch(), latch());
      Phase[] phases = new Phase[3];
      for (int i = 0; i < 3; i++) {
        boolean hangs = i == cancelIn;
        CountDownLatch mine = begun.get(i);
        phases[i] =
            world.makes(
                "thing" + i,
                context -> {
                  mine.countDown();
                  if (hangs) {
                    latch().await();
                  }
                });
      }
      EngineRig rig = new EngineRig(world.drill(phases));

      Run started = rig.start();
      awaitQuietly(begun.get(cancelIn));
      assertThat(rig.engine.cancel(started.id(), "somebody")).isTrue();
      assertThat(rig.engine.cancel(started.id(), "somebody else")).isTrue();
      Run run = rig.awaitEnd(started.id());

      assertThat(run.state()).isEqualTo(RunState.CANCELLED);
      assertThat(run.exitCode()).contains(130);
      assertThat(states(run).get(cancelIn)).isEqualTo(PhaseState.CANCELLED);
      assertThat(states(run)).filteredOn(s -> s == PhaseState.SKIPPED).hasSize(2 - cancelIn);
      assertThat(world.done).hasSize(2 * (cancelIn + 1));
      assertThat(world.things).isEmpty();
      assertThat(rig.events(run.id()))
          .filteredOn(RunEvent.CancelRequested.class::isInstance)
          .hasSize(1);
    }
  }

  @Test
  void cancellingDoesNotReachTheUndosNorARunThatCleansUp() {
    CountDownLatch undoing = latch();
    CountDownLatch goOn = latch();
    Undo slow =
        new Undo(
            "slow",
            Sandbox.UNDO,
            1,
            run -> {
              undoing.countDown();
              goOn.await();
            });
    EngineRig rig = new EngineRig(sandbox.drill(Sandbox.verifies().undoneBy(slow)));

    Run started = rig.start();
    awaitQuietly(undoing);
    assertThat(rig.engine.cancel(started.id(), "somebody")).isTrue();
    goOn.countDown();
    Run run = rig.awaitEnd(started.id());

    assertThat(run.state()).isEqualTo(RunState.ENDED);
    assertThat(run.exitCode()).contains(0);
    assertThat(rig.engine.cancel(run.id(), "somebody")).isTrue();
    assertThat(rig.engine.cancel(new RunId("nosuchrun"), "somebody")).isFalse();
  }

  @Test
  void anUndoThatFailsIsTriedAgainAfterGrowingPauses() {
    AtomicInteger attempts = new AtomicInteger();
    Undo flaky =
        new Undo(
            "flaky",
            Sandbox.UNDO,
            5,
            run -> {
              if (attempts.incrementAndGet() < 4) {
                throw new IllegalStateException("the API server is away");
              }
            });
    EngineRig rig = new EngineRig(sandbox.drill(Sandbox.verifies().undoneBy(flaky)));

    Run started = rig.start();
    rig.time.skip(Duration.ofSeconds(1));
    rig.time.skip(Duration.ofSeconds(2));
    rig.time.skip(Duration.ofSeconds(4));
    Run run = rig.awaitEnd(started.id());

    assertThat(run.undos()).containsExactly(new Run.UndoRecord("flaky", 4, true, true));
    assertThat(run.exitCode()).contains(0);
  }

  @Test
  void anUndoThatFailsForGoodDoesNotStopTheOthersAndIsNeverGreen() {
    Undo broken =
        new Undo(
            "broken",
            Sandbox.UNDO,
            2,
            run -> {
              throw new IllegalStateException("no");
            });
    EngineRig rig =
        new EngineRig(sandbox.drill(sandbox.makes("one"), Sandbox.verifies().undoneBy(broken)));

    Run started = rig.start();
    rig.time.skip(Duration.ofSeconds(1));
    Run run = rig.awaitEnd(started.id());

    assertThat(sandbox.things).isEmpty();
    assertThat(codes(run)).containsExactly("undo-failed");
    assertThat(run.verdict()).contains(Verdict.VERIFIED);
    assertThat(run.exitCode()).contains(2);
  }

  @Test
  void anUndoThatHangsTimesOutAndIsTriedAgain() {
    AtomicInteger attempts = new AtomicInteger();
    CountDownLatch begun = latch();
    Undo hanging =
        new Undo(
            "hanging",
            Sandbox.UNDO,
            2,
            run -> {
              if (attempts.incrementAndGet() == 1) {
                begun.countDown();
                awaitDeaf(latch());
              }
            });
    EngineRig rig = new EngineRig(sandbox.drill(Sandbox.verifies().undoneBy(hanging)));

    Run started = rig.start();
    awaitQuietly(begun);
    rig.time.skip(Sandbox.UNDO);
    rig.time.skip(EngineRig.HEED);
    rig.time.skip(Duration.ofSeconds(1));
    Run run = rig.awaitEnd(started.id());

    assertThat(run.undos()).containsExactly(new Run.UndoRecord("hanging", 2, true, true));
  }

  @Test
  void whatIsLeftBehindBeatsEveryOtherExitCode() {
    Phase careless = Phase.of("careless", Sandbox.PHASE, c -> sandbox.things.add("Job/test/x"));
    EngineRig rig = new EngineRig(sandbox.drill(careless, Sandbox.verifies()));

    Run started = rig.start();
    skipCounts(rig);
    Run run = rig.awaitEnd(started.id());

    assertThat(run.residue()).contains(new Residue(List.of("Job/test/x")));
    assertThat(run.exitCode()).contains(3);
    assertThat(codes(run)).containsExactly("residue-left");
  }

  @Test
  void whatTheCollectorRemovesALittleLaterIsNoResidue() {
    Phase slow = Phase.of("slow", Sandbox.PHASE, c -> sandbox.things.add("Pod/test/x"));
    EngineRig rig = new EngineRig(sandbox.drill(slow, Sandbox.verifies()));

    Run started = rig.start();
    rig.time.skip(Duration.ofSeconds(1));
    rig.time.skip(Duration.ofSeconds(2), sandbox.things::clear);
    Run run = rig.awaitEnd(started.id());

    assertThat(run.residue()).contains(Residue.NONE);
    assertThat(run.exitCode()).contains(0);
  }

  @Test
  void residueThatCannotBeCountedIsNotNone() {
    Plan plan = sandbox.drill(Sandbox.verifies());
    Plan blind =
        new Plan(
            plan.kind(),
            plan.target(),
            plan.purpose(),
            plan.phases(),
            plan.objectives(),
            plan.rtoClock(),
            plan.locks(),
            Optional.of(
                () -> {
                  throw new IllegalStateException("forbidden");
                }));
    EngineRig rig = new EngineRig(blind);

    Run started = rig.start();
    skipCounts(rig);
    Run run = rig.awaitEnd(started.id());

    assertThat(run.residue()).isEmpty();
    assertThat(codes(run)).containsExactly("residue-not-counted");
    assertThat(run.exitCode()).contains(2);
  }

  @Test
  void evidenceThatCannotBeWrittenIsToldAndNotGreen() {
    EngineRig rig = new EngineRig(sandbox.drill(Sandbox.verifies()));
    rig.evidenceIsBroken = true;

    Run run = rig.startAndAwaitEnd();

    assertThat(codes(run)).containsExactly("evidence-not-written");
    assertThat(run.exitCode()).contains(2);
  }

  @Test
  void nothingStartsThatCannotBeWrittenDown() {
    EngineRig rig = new EngineRig(sandbox.drill(sandbox.makes("one")));
    rig.log.setBroken(true);

    assertThatThrownBy(() -> rig.engine.start(EngineRig.request("drill"), Optional.empty()))
        .isInstanceOfSatisfying(
            RunRefusedException.class,
            refused ->
                assertThat(refused.reason())
                    .isEqualTo(RunRefusedException.Reason.STORE_UNAVAILABLE));
    assertThat(sandbox.done).isEmpty();
  }

  @Test
  void anActionWhoseUndoCannotBeWrittenDownNeverStarts() {
    EngineRig[] rig = new EngineRig[1];
    Phase first = sandbox.makes("one", c -> rig[0].log.setBroken(true));
    rig[0] = new EngineRig(sandbox.drill(first, sandbox.makes("two")));

    Run started = rig[0].start();
    rig[0].time.skip(Duration.ofSeconds(1));
    rig[0].time.skip(Duration.ofSeconds(2), () -> rig[0].log.setBroken(false));
    Run run = rig[0].awaitEnd(started.id());

    assertThat(sandbox.done).doesNotContain("make two").contains("remove one");
    assertThat(states(run)).containsExactly(PhaseState.PASSED, PhaseState.FAILED);
    assertThat(codes(run)).containsExactly("run-not-saved");
    assertThat(run.exitCode()).contains(2);
    assertThat(rig[0].evidence).containsKey(run.id());
    org.awaitility.Awaitility.await().untilAsserted(() -> assertThat(rig[0].log.open()).isEmpty());
    assertThat(RunFold.fold(run.id(), rig[0].events(run.id()))).isEqualTo(run);
  }

  @Test
  void progressIsBoundedInLengthAndNumber() {
    Phase chatty =
        Phase.of(
            "chatty",
            Sandbox.PHASE,
            context -> {
              for (int i = 0; i < 1_000; i++) {
                context.progress("line\n\u001b[31m" + "x".repeat(1_000));
              }
            });
    EngineRig rig = new EngineRig(sandbox.drill(chatty));

    List<String> lines = rig.startAndAwaitEnd().phases().get(0).progress();

    assertThat(lines).hasSize(JournalContext.MAX_LINES);
    assertThat(lines.get(0)).hasSize(RunWords.MAX_LINE).startsWith("line [31mx").endsWith("…");
    assertThat(lines.get(lines.size() - 1)).isEqualTo("further lines are left out");
  }

  @Test
  void moreChecksThanAnybodyReadsEndThePhase() {
    Phase endless =
        Phase.of(
            "endless",
            Sandbox.PHASE,
            context -> {
              while (true) {
                context.check(Sandbox.TARGET, Sandbox.good("again"));
              }
            });
    EngineRig rig = new EngineRig(sandbox.drill(endless));

    Run run = rig.startAndAwaitEnd();

    assertThat(run.checks()).hasSize(JournalContext.MAX_CHECKS);
    assertThat(run.verdict()).contains(Verdict.INCONCLUSIVE);
  }

  @Test
  void theContextTellsWhenThePhaseMustHaveEnded() {
    List<Object> seen = new ArrayList<>();
    Phase curious =
        Phase.of(
            "curious",
            Sandbox.PHASE,
            context -> {
              seen.add(context.deadline().remaining());
              seen.add(context.runStartedAt());
              seen.add(Thread.currentThread().getName());
              context.measuredRpo(Duration.ofSeconds(3));
            });
    EngineRig rig = new EngineRig(sandbox.drill(curious));

    Run run = rig.startAndAwaitEnd();

    assertThat(seen)
        .containsExactly(Sandbox.PHASE, VirtualTime.START, "run-" + run.id() + "-curious");
    assertThat(run.rpo()).contains(Duration.ofSeconds(3));
  }

  @Test
  void theRecoveryTimeIsThatOfItsPhases() {
    Plan plan =
        sandbox.drill(
            Phase.of("preflight", Sandbox.PHASE, c -> spend(c, 5)),
            Phase.of("restore", Sandbox.PHASE, c -> spend(c, 60)),
            Phase.of("ready", Sandbox.PHASE, c -> spend(c, 70)),
            Sandbox.verifies());
    Plan clocked =
        new Plan(
            plan.kind(),
            plan.target(),
            plan.purpose(),
            plan.phases(),
            new Objectives(Optional.of(Duration.ofMinutes(2)), Optional.empty()),
            Optional.of(new Plan.RtoClock("restore", "ready")),
            plan.locks(),
            plan.census());
    EngineRig rig = new EngineRig(clocked);

    Run run = rig.startAndAwaitEnd();

    assertThat(run.rto()).contains(Duration.ofSeconds(130));
    assertThat(run.verdict()).contains(Verdict.VERIFIED);
    assertThat(codes(run)).containsExactly("rto-exceeded");
    assertThat(run.exitCode()).contains(1);
  }

  private static void spend(PhaseContext context, int seconds) {
    ((VirtualTime) context.clock()).spend(Duration.ofSeconds(seconds));
  }

  private static void skipCounts(EngineRig rig) {
    for (int seconds = 1; seconds <= 16; seconds *= 2) {
      rig.time.skip(Duration.ofSeconds(seconds));
    }
  }

  private static CountDownLatch latch() {
    return new CountDownLatch(1);
  }

  private static Phase.Action hangsUntilInterrupted(CountDownLatch heeded) {
    return context -> {
      try {
        latch().await();
      } catch (InterruptedException interrupted) {
        heeded.countDown();
        throw interrupted;
      }
    };
  }

  private static void awaitDeaf(CountDownLatch release) {
    while (release.getCount() > 0) {
      awaitQuietly(release);
    }
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException deaf) {
      // as intended
    }
  }

  private static List<PhaseState> states(Run run) {
    return run.phases().stream().map(Run.PhaseRecord::state).toList();
  }

  private static List<String> codes(Run run) {
    return run.findings().stream().map(Finding::code).toList();
  }
}
