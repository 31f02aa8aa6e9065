package io.drillmaster.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.RunRefusedException.Reason;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Who may start a run, and when. */
@Timeout(30)
class RunAdmissionTest {
  private static final RunLocks.Key KEY = new RunLocks.Key("infra", "test-restore");
  private static final RunLocks.Key OTHER_KEY = new RunLocks.Key("infra", "postgres");

  private final Sandbox sandbox = new Sandbox();
  private final CountDownLatch goOn = new CountDownLatch(1);

  @Test
  void anUnknownKindIsRefusedWithThoseThatThereAre() {
    EngineRig rig = new EngineRig(waiting("drill"), waiting("other"));

    InvalidRunException invalid =
        catchThrowableOfType(
            InvalidRunException.class,
            () -> rig.engine.start(EngineRig.request("dirll"), Optional.empty()));

    assertThat(invalid.problems())
        .containsExactly(
            new InvalidRunException.Problem(
                "/kind", "there is no such kind; kinds are drill, other"));
  }

  @Test
  void theSameKindOnTheSameTargetIsRefusedWithTheRunThatIsAtWork() {
    EngineRig rig = new EngineRig(waiting("drill"));
    Run first = rig.start();

    RunRefusedException refused = refused(rig, "drill");

    assertThat(refused.reason()).isEqualTo(Reason.ALREADY_RUNNING);
    assertThat(refused.running()).contains(first.id());
    goOn.countDown();
    rig.awaitEnd(first.id());
    rig.awaitEnd(rig.start().id());
  }

  @Test
  void onlySoManyRunsAreAtWorkAtOnce() {
    EngineRig rig = new EngineRig(waiting("a1"), waiting("a2"), waiting("a3"), waiting("a4"));
    List<Run> runs = List.of(rig.start("a1"), rig.start("a2"), rig.start("a3"));

    assertThat(refused(rig, "a4").reason()).isEqualTo(Reason.TOO_MANY);

    goOn.countDown();
    runs.forEach(run -> rig.awaitEnd(run.id()));
    rig.awaitEnd(rig.start("a4").id());
  }

  @Test
  void oneOfTwoEnginesWithTheSameLeaseIsRefused() {
    FakeLeases leases = new FakeLeases();
    Plan plan = FakeLeases.locked(waiting("drill"), KEY);
    EngineRig one = new EngineRig(new MemoryRunLog(), leases, plan);
    EngineRig two = new EngineRig(new MemoryRunLog(), leases, plan);
    Run first = one.start();

    assertThat(refused(two, "drill").reason()).isEqualTo(Reason.HELD_ELSEWHERE);
    assertThat(two.log.newest(Optional.empty(), Optional.empty(), 9)).isEmpty();

    goOn.countDown();
    one.awaitEnd(first.id());
    two.awaitEnd(two.start().id());
    assertThat(leases.holder(KEY)).isEmpty();
  }

  @Test
  void twoKindsThatShareALeaseAreInEachOthersWay() {
    EngineRig rig =
        new EngineRig(
            new MemoryRunLog(),
            new FakeLeases(),
            FakeLeases.locked(waiting("one"), KEY),
            FakeLeases.locked(waiting("two"), OTHER_KEY, KEY));
    Run first = rig.start("one");

    RunRefusedException refused = refused(rig, "two");

    assertThat(refused.reason()).isEqualTo(Reason.ALREADY_RUNNING);
    assertThat(refused.running()).contains(first.id());
  }

  @Test
  void leasesAreTakenAllOrNone() {
    FakeLeases leases = new FakeLeases();
    leases.takeOver(KEY, new RunId("other"));
    EngineRig rig =
        new EngineRig(
            new MemoryRunLog(), leases, FakeLeases.locked(waiting("drill"), OTHER_KEY, KEY));

    assertThat(refused(rig, "drill").reason()).isEqualTo(Reason.HELD_ELSEWHERE);
    assertThat(leases.holder(OTHER_KEY)).isEmpty();
  }

  @Test
  void aLeaseThatCannotBeAskedForIsNotFree() {
    RunLocks away =
        (key, holder, lifetime) -> {
          throw new IllegalStateException("the API server is away");
        };
    EngineRig rig =
        new EngineRig(new MemoryRunLog(), away, FakeLeases.locked(waiting("drill"), KEY));

    assertThat(refused(rig, "drill").reason()).isEqualTo(Reason.LOCK_UNAVAILABLE);
  }

  @Test
  void aLeaseThatIsGrantedTooLateIsGivenBack() throws Exception {
    FakeLeases leases = new FakeLeases();
    CountDownLatch late = new CountDownLatch(1);
    RunLocks slow =
        (key, holder, lifetime) -> {
          awaitDeaf(late);
          return leases.tryAcquire(key, holder, lifetime);
        };
    EngineRig rig =
        new EngineRig(new MemoryRunLog(), slow, FakeLeases.locked(waiting("drill"), KEY));
    Future<RunRefusedException> refused = inBackground(() -> refused(rig, "drill"));

    rig.time.skip(EngineRig.SETTINGS.leaseTimeout());
    rig.time.skip(EngineRig.HEED);

    assertThat(refused.get().reason()).isEqualTo(Reason.LOCK_UNAVAILABLE);
    late.countDown();
    org.awaitility.Awaitility.await()
        .until(() -> rig.log.open().isEmpty() && leases.holder(KEY).isEmpty());
  }

  @Test
  void aRunThatLosesItsLeaseEndsAndCleansUp() {
    FakeLeases leases = new FakeLeases();
    Plan plan =
        FakeLeases.locked(
            sandbox.drill(sandbox.makes("one", c -> goOn.await()), Sandbox.verifies()), KEY);
    EngineRig rig = new EngineRig(new MemoryRunLog(), leases, plan);

    Run started = rig.start();
    rig.time.skip(
        EngineRig.SETTINGS.leaseLifetime().dividedBy(20),
        () -> leases.takeOver(KEY, new RunId("other")));
    Run run = rig.awaitEnd(started.id());

    assertThat(run.state()).isEqualTo(RunState.CANCELLED);
    assertThat(run.exitCode()).contains(130);
    assertThat(run.findings())
        .extracting("code")
        .containsExactly("lease-lost", "residue-not-counted");
    assertThat(sandbox.things).isEmpty();
    assertThat(leases.holder(KEY)).contains(new RunId("other"));
  }

  @Test
  void theSameKeyForTheSameRequestGivesTheSameRunAtWorkAndLater() {
    EngineRig rig = new EngineRig(waiting("drill"));
    Optional<String> key = Optional.of("retry-1");

    Run first = rig.start(EngineRig.request("drill"), key);
    Run second = rig.start(EngineRig.request("drill"), key);
    goOn.countDown();
    Run ended = rig.awaitEnd(first.id());
    Run third = rig.start(EngineRig.request("drill"), key);
    EngineRig restarted = new EngineRig(rig.log.afterRestart(), RunLocks.none(), waiting("drill"));
    Run fourth = restarted.start(EngineRig.request("drill"), key);

    assertThat(second.id()).isEqualTo(first.id());
    assertThat(third).isEqualTo(ended);
    assertThat(fourth).isEqualTo(ended);
    assertThat(rig.start(EngineRig.request("drill"), Optional.of("retry-2")).id())
        .isNotEqualTo(first.id());
  }

  @Test
  void manyThatStartAtOnceWithTheSameKeyGetTheSameRun() throws Exception {
    EngineRig rig = new EngineRig(waiting("drill"));
    ExecutorService clients = Executors.newFixedThreadPool(8);
    List<Future<RunId>> ids = new ArrayList<>();
    for (int i = 0; i < 16; i++) {
      ids.add(clients.submit(() -> rig.start(EngineRig.request("drill"), Optional.of("key")).id()));
    }
    for (Future<RunId> id : ids) {
      assertThat(id.get()).isEqualTo(ids.get(0).get());
    }
    clients.shutdown();
    assertThat(rig.log.open()).hasSize(1);
  }

  @Test
  void theSameKeyForAnotherRequestIsRefused() {
    EngineRig rig = new EngineRig(waiting("drill"));
    rig.start(EngineRig.request("drill"), Optional.of("key"));

    for (RunRequest other :
        List.of(
            new RunRequest("drill", "apps", Map.of(), "test"),
            new RunRequest("drill", "infra", Map.of("app", "n8n"), "test"))) {
      InvalidRunException invalid =
          catchThrowableOfType(
              InvalidRunException.class, () -> rig.engine.start(other, Optional.of("key")));
      assertThat(invalid.getMessage()).contains("was used for another request");
    }
  }

  @Test
  void aKeyThatIsNoKeyIsRefused() {
    EngineRig rig = new EngineRig(waiting("drill"));

    for (String key : List.of("", " ", "x".repeat(201))) {
      assertThat(
              catchThrowableOfType(
                  InvalidRunException.class,
                  () -> rig.engine.start(EngineRig.request("drill"), Optional.of(key))))
          .hasMessageContaining("an Idempotency-Key has 1 to 200 characters");
    }
  }

  @Test
  void aKeyWhoseRunNeverBeganStartsANewOne() {
    EngineRig rig = new EngineRig(waiting("drill"));
    rig.start(EngineRig.request("drill"), Optional.of("key"));
    MemoryRunLog lost = new MemoryRunLog();
    lost.remember("key", rig.log.keyed("key").orElseThrow());
    EngineRig after = new EngineRig(lost, RunLocks.none(), waiting("drill"));

    Run run = after.start(EngineRig.request("drill"), Optional.of("key"));

    assertThat(after.log.open()).containsExactly(run.id());
    assertThat(lost.keyed("key").orElseThrow().id()).isEqualTo(run.id());
  }

  @Test
  void aRefusedRequestDoesNotUseUpItsKey() {
    EngineRig rig = new EngineRig(waiting("drill"));
    Run first = rig.start();
    Optional<String> key = Optional.of("key");
    assertThat(
            catchThrowableOfType(
                RunRefusedException.class, () -> rig.engine.start(EngineRig.request("drill"), key)))
        .isNotNull();
    goOn.countDown();
    rig.awaitEnd(first.id());

    assertThat(rig.start(EngineRig.request("drill"), key).id()).isNotEqualTo(first.id());
  }

  @Test
  void aDaemonThatEndsStartsNothing() {
    EngineRig rig = new EngineRig(waiting("drill"));
    rig.engine.close(Duration.ofSeconds(5));

    assertThat(refused(rig, "drill").reason()).isEqualTo(Reason.SHUTTING_DOWN);
  }

  /** A plan of its own target that waits until the test lets it go on. */
  private Plan waiting(String kind) {
    return Plan.verification(
        kind,
        new Target("infra", kind, "", "all"),
        List.of(
            Phase.of(
                "wait",
                Sandbox.PHASE,
                context -> {
                  goOn.await();
                  context.check(Sandbox.TARGET, Sandbox.good("age"));
                })));
  }

  private static RunRefusedException refused(EngineRig rig, String kind) {
    return catchThrowableOfType(
        RunRefusedException.class,
        () -> rig.engine.start(EngineRig.request(kind), Optional.empty()));
  }

  private static <T> Future<T> inBackground(Callable<T> call) {
    ExecutorService one = Executors.newSingleThreadExecutor();
    try {
      return one.submit(call);
    } finally {
      one.shutdown();
    }
  }

  private static void awaitDeaf(CountDownLatch latch) {
    while (latch.getCount() > 0) {
      try {
        latch.await();
      } catch (InterruptedException deaf) {
        // as intended
      }
    }
  }
}
