package io.drillmaster.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process dies, a later one finds its runs. */
@Timeout(60)
class RunRecoveryTest {
  /** More than a run of these tests has events. */
  private static final int MAX_EVENTS = 60;

  private final Sandbox sandbox = new Sandbox();

  @Test
  void afterACrashAtAnyEventEveryRegisteredUndoIsExecutedAndTheRunIsClosed() {
    int crashes = 0;
    for (int appends = 1; appends < MAX_EVENTS; appends++) {
      Sandbox world = new Sandbox();
      Plan plan = world.drill(world.makes("one"), world.makes("two"), Sandbox.verifies());
      EngineRig before = new EngineRig(dyingAfter(appends), RunLocks.none(), plan);
      RunId id = before.start().id();
      if (!diesBeforeItsEnd(before)) {
        break;
      }
      crashes++;
      assertClosedByTheNext(new EngineRig(before.log.afterRestart(), RunLocks.none(), plan), id);
      assertThat(world.things).as("after a crash at event %d", appends).isEmpty();
    }
    // start, 3 phases of 2, 2 undos registered, 1 check, 2 undos of 2, residue: all but the end
    assertThat(crashes).isEqualTo(15);
  }

  @Test
  void aCrashDuringTheRecoveryIsRecoveredFromToo() {
    for (int first = 2; first < 15; first += 3) {
      for (int second = 0; second < 12; second++) {
        Sandbox world = new Sandbox();
        Plan plan = world.drill(world.makes("one"), world.makes("two"), Sandbox.verifies());
        EngineRig before = new EngineRig(dyingAfter(first), RunLocks.none(), plan);
        RunId id = before.start().id();
        assertThat(diesBeforeItsEnd(before)).isTrue();
        EngineRig between =
            new EngineRig(before.log.afterRestart().dieAfter(second), RunLocks.none(), plan);
        between.engine.recover();
        if (!diesBeforeItsEnd(between)) {
          continue;
        }
        assertClosedByTheNext(new EngineRig(between.log.afterRestart(), RunLocks.none(), plan), id);
        assertThat(world.things).as("crashes at %d and %d", first, second).isEmpty();
      }
    }
  }

  @Test
  void whatWasProvenBeforeTheCrashIsStillTold() {
    EngineRig before = crashed(sandbox.drill(sandbox.makes("one"), Sandbox.verifies()), 7);
    EngineRig after = after(before, sandbox.drill(sandbox.makes("one"), Sandbox.verifies()));

    after.engine.recover();
    Run run = after.awaitEnd(before.log.open().get(0));

    assertThat(run.checks()).hasSize(1);
    assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(run.exitCode()).contains(2);
    assertThat(run.findings()).extracting("code").containsExactly("run-interrupted");
  }

  @Test
  void thePhaseThatWasAtWorkDidNotPassAndLaterOnesAreSkipped() {
    Plan plan = sandbox.drill(sandbox.makes("one"), sandbox.makes("two"), Sandbox.verifies());
    EngineRig before = crashed(plan, 6);
    EngineRig after = after(before, plan);

    after.engine.recover();
    Run run = after.awaitEnd(before.log.open().get(0));

    assertThat(run.phases())
        .extracting(Run.PhaseRecord::state)
        .containsExactly(PhaseState.PASSED, PhaseState.CANCELLED, PhaseState.SKIPPED);
    assertThat(run.verdict()).contains(Verdict.INCONCLUSIVE);
  }

  @Test
  void residueIsCountedAfterTheRecovery() {
    Plan plan = sandbox.drill(sandbox.makes("one"));
    EngineRig before = crashed(plan, 3);
    sandbox.things.add("Pod/test/left");
    EngineRig after = after(before, plan);

    after.engine.recover();
    for (int seconds = 1; seconds <= 16; seconds *= 2) {
      after.time.skip(Duration.ofSeconds(seconds));
    }
    Run run = after.awaitEnd(before.log.open().get(0));

    assertThat(run.residue()).contains(new Residue(List.of("Pod/test/left")));
    assertThat(run.exitCode()).contains(3);
  }

  @Test
  void aRunOfAnUnknownKindIsClosedAndWhatCouldNotBeUndoneIsTold() {
    EngineRig before = crashed(sandbox.drill(sandbox.makes("one"), Sandbox.verifies()), 4);
    RunId id = before.log.open().get(0);
    EngineRig after = new EngineRig(before.log.afterRestart(), RunLocks.none());

    after.engine.recover();
    Run run = after.awaitEnd(id);

    assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(run.findings())
        .extracting("code")
        .containsExactly("run-interrupted", "undo-unknown", "residue-not-counted");
    assertThat(after.evidence).containsKey(id);
    assertThat(after.log.open()).isEmpty();
  }

  @Test
  void anUndoThatThePlanNoLongerHasIsTold() {
    EngineRig before = crashed(sandbox.drill(sandbox.makes("one"), Sandbox.verifies()), 4);
    EngineRig after = after(before, sandbox.drill(Sandbox.verifies()));
    sandbox.things.clear();

    after.engine.recover();
    Run run = after.awaitEnd(before.log.open().get(0));

    assertThat(run.findings())
        .extracting("code")
        .containsExactly("run-interrupted", "undo-unknown");
  }

  @Test
  void aRunThatIsBeingCleanedUpIsInTheWayOfTheNextOnTheSameTarget() {
    Plan plan = sandbox.drill(sandbox.makes("one"));
    EngineRig before = crashed(plan, 3);
    RunId id = before.log.open().get(0);
    Undo stuck =
        new Undo(
            "remove-one",
            Sandbox.UNDO,
            1,
            run -> {
              throw new IllegalStateException("not yet");
            });
    Plan now = sandbox.drill(Phase.of("one", Sandbox.PHASE, c -> {}).undoneBy(stuck));
    EngineRig after = after(before, now);

    after.engine.recover();

    org.assertj.core.api.Assertions.assertThatThrownBy(() -> refusedStart(after))
        .isInstanceOfSatisfying(
            RunRefusedException.class,
            refused -> {
              assertThat(refused.reason()).isEqualTo(RunRefusedException.Reason.ALREADY_RUNNING);
              assertThat(refused.running()).contains(id);
            });
  }

  @Test
  void withoutTheLeaseUndosAreExecutedButTheSandboxIsNotCounted() {
    RunLocks.Key key = new RunLocks.Key("infra", "test-restore");
    FakeLeases leases = new FakeLeases();
    Plan plan = FakeLeases.locked(sandbox.drill(sandbox.makes("one")), key);
    EngineRig before = new EngineRig(dyingAfter(3), leases, FakeLeases.locked(plan, key));
    RunId id = before.start().id();
    assertThat(diesBeforeItsEnd(before)).isTrue();
    leases.takeOver(key, new RunId("other"));
    EngineRig after = new EngineRig(before.log.afterRestart(), leases, plan);

    after.engine.recover();
    Run run = after.awaitEnd(id);

    assertThat(sandbox.things).isEmpty();
    assertThat(run.residue()).isEmpty();
    assertThat(run.findings())
        .extracting("code")
        .containsExactly("run-interrupted", "residue-not-counted");
    assertThat(leases.holder(key)).contains(new RunId("other"));
  }

  @Test
  void nothingIsRecoveredTwice() {
    Plan plan = sandbox.drill(sandbox.makes("one"));
    EngineRig before = crashed(plan, 3);
    EngineRig after = after(before, plan);
    after.engine.recover();
    Run run = after.awaitEnd(before.log.open().get(0));
    EngineRig third = after(after, plan);

    third.engine.recover();

    assertThat(third.engine.find(run.id())).contains(run);
    assertThat(third.engine.history(Optional.empty(), Optional.empty(), 10)).containsExactly(run);
  }

  private static void refusedStart(EngineRig rig) throws InvalidRunException, RunRefusedException {
    rig.engine.start(new RunRequest("drill", "infra", Map.of(), "test"), Optional.empty());
  }

  private EngineRig crashed(Plan plan, int appends) {
    EngineRig before = new EngineRig(dyingAfter(appends), RunLocks.none(), plan);
    before.start();
    assertThat(diesBeforeItsEnd(before)).isTrue();
    return before;
  }

  private static EngineRig after(EngineRig before, Plan plan) {
    return new EngineRig(before.log.afterRestart(), RunLocks.none(), plan);
  }

  private static MemoryRunLog dyingAfter(int appends) {
    return new MemoryRunLog().dieAfter(appends);
  }

  /** Waits until the process of this engine is dead, or has done all there was to do. */
  private static boolean diesBeforeItsEnd(EngineRig rig) {
    await()
        .atMost(10, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> rig.log.dead().getCount() == 0 || rig.log.open().isEmpty());
    return rig.log.dead().getCount() == 0;
  }

  private static void assertClosedByTheNext(EngineRig next, RunId id) {
    Set<String> registered = undos(next.events(id), RunEvent.UndoRegistered.class);
    next.engine.recover();
    await()
        .atMost(10, TimeUnit.SECONDS)
        .pollInterval(Duration.ofMillis(2))
        .until(() -> next.log.open().isEmpty());
    List<RunEvent> events = next.events(id);
    Run run = RunFold.fold(id, events);

    assertThat(undos(events, RunEvent.UndoEnded.class)).containsAll(registered);
    assertThat(run.undos()).allMatch(Run.UndoRecord::succeeded);
    assertThat(run.state()).isEqualTo(RunState.INTERRUPTED);
    assertThat(run.exitCode()).contains(2);
    assertThat(run.residue()).contains(Residue.NONE);
    assertThat(events.get(events.size() - 1)).isInstanceOf(RunEvent.RunEnded.class);
    assertThat(next.evidence.get(id).run()).isEqualTo(run);
  }

  private static Set<String> undos(List<RunEvent> events, Class<? extends RunEvent> kind) {
    return events.stream()
        .filter(kind::isInstance)
        .map(
            event ->
                event instanceof RunEvent.UndoRegistered registered
                    ? registered.undo()
                    : ((RunEvent.UndoEnded) event).undo())
        .collect(Collectors.toCollection(HashSet::new));
  }
}
