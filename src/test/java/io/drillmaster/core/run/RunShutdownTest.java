package io.drillmaster.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The daemon ends while runs are at work. */
@Timeout(30)
class RunShutdownTest {
  private static final Duration GRACE = Duration.ofSeconds(8);

  private final Sandbox sandbox = new Sandbox();

  @Test
  void runsAreCancelledAndCleanUpBeforeTheDaemonEnds() {
    CountDownLatch begun = new CountDownLatch(1);
    EngineRig rig = new EngineRig(sandbox.drill(sandbox.makes("one", c -> hang(begun))));
    Run started = rig.start();
    awaitQuietly(begun);

    rig.engine.close(GRACE);

    Run run = RunFold.fold(started.id(), rig.events(started.id()));
    assertThat(run.state()).isEqualTo(RunState.CANCELLED);
    assertThat(run.exitCode()).contains(130);
    assertThat(sandbox.things).isEmpty();
    assertThat(rig.events(run.id()))
        .contains(new RunEvent.CancelRequested(VirtualTime.START, "shutdown"));
    assertThat(rig.evidence.get(run.id()).run()).isEqualTo(run);
  }

  @Test
  void whatIsNotCleanWithinTheGraceIsLeftToTheNextProcess() {
    CountDownLatch undoing = new CountDownLatch(1);
    Undo hanging = new Undo("hanging", Sandbox.UNDO, 1, run -> hang(undoing));
    Plan plan = sandbox.drill(Sandbox.verifies().undoneBy(hanging));
    EngineRig rig = new EngineRig(plan);
    Run started = rig.start();
    awaitQuietly(undoing);
    Thread closer = new Thread(() -> rig.engine.close(GRACE));
    closer.start();

    rig.time.skip(GRACE);

    await().until(() -> !closer.isAlive());
    assertThat(rig.log.open()).containsExactly(started.id());
    Undo mended = new Undo("hanging", Sandbox.UNDO, 1, run -> sandbox.done.add("undone"));
    EngineRig next =
        new EngineRig(
            rig.log.afterRestart(),
            RunLocks.none(),
            sandbox.drill(Sandbox.verifies().undoneBy(mended)));
    next.engine.recover();
    assertThat(next.awaitEnd(started.id()).state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(sandbox.done).containsExactly("undone");
  }

  @Test
  void aDaemonWithNothingToDoEndsAtOnce() {
    EngineRig rig = new EngineRig(sandbox.drill(Sandbox.verifies()));
    rig.startAndAwaitEnd();

    rig.engine.close(GRACE);

    assertThat(rig.log.open()).isEmpty();
  }

  @Test
  void inRealTimeAPhaseTimesOutAnUndoIsRetriedAndTheEngineEnds() {
    int[] attempts = new int[1];
    Undo flaky =
        new Undo(
            "flaky",
            Duration.ofSeconds(5),
            3,
            run -> {
              if (attempts[0]++ == 0) {
                throw new IllegalStateException("not yet");
              }
            });
    Plan plan =
        sandbox.drill(
            Phase.of("hang", Duration.ofMillis(100), c -> hang(new CountDownLatch(1)))
                .undoneBy(flaky));
    MemoryRunLog log = new MemoryRunLog();
    EngineRig files = new EngineRig(plan);
    RunEngine engine =
        new RunEngine(
            List.of(EngineRig.factory("drill", request -> plan)),
            new RunArchive(log, files, Map.of()),
            RunLocks.none(),
            RunSettings.STANDARD,
            RunTime.system(Clock.systemUTC()));

    RunId id = start(engine);
    await().until(() -> engine.find(id).orElseThrow().state().isOver());
    Run run = engine.find(id).orElseThrow();
    engine.close(GRACE);

    assertThat(run.phases().get(0).state()).isEqualTo(PhaseState.TIMED_OUT);
    assertThat(run.undos()).containsExactly(new Run.UndoRecord("flaky", 2, true, true));
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .doesNotContain("run-" + id, "run-" + id + "-hang");
  }

  private static RunId start(RunEngine engine) {
    try {
      return engine.start(EngineRig.request("drill"), Optional.empty()).id();
    } catch (InvalidRunException | RunRefusedException refused) {
      throw new AssertionError(refused);
    }
  }

  private static void hang(CountDownLatch begun) throws InterruptedException {
    begun.countDown();
    new CountDownLatch(1).await();
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
