package io.drillmaster.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Those who watch a run. */
@Timeout(30)
class RunFollowTest {
  private static final int LINES = 40;

  private final Sandbox sandbox = new Sandbox();
  private final CountDownLatch goOn = new CountDownLatch(1);
  private final CountDownLatch halfway = new CountDownLatch(1);

  @Test
  void everyEventComesOnceAndInOrderWhateverThePositionAndTheMoment() throws Exception {
    EngineRig rig = new EngineRig(talking());
    Run started = rig.start();
    List<List<Runs.Numbered>> heard = new ArrayList<>();
    List<Integer> positions = List.of(-5, 0, 1, 7, LINES, 10_000);
    positions.forEach(from -> heard.add(follow(rig, started.id(), from)));
    halfway.await();
    positions.forEach(from -> heard.add(follow(rig, started.id(), from)));
    goOn.countDown();
    rig.awaitEnd(started.id());
    positions.forEach(from -> heard.add(follow(rig, started.id(), from)));
    EngineRig restarted = new EngineRig(rig.log.afterRestart(), RunLocks.none(), talking());
    positions.forEach(from -> heard.add(follow(restarted, started.id(), from)));

    List<RunEvent> all = rig.events(started.id());
    for (int i = 0; i < heard.size(); i++) {
      int from = Math.min(Math.max(0, positions.get(i % positions.size())), all.size());
      List<Runs.Numbered> mine = heard.get(i);
      await().untilAsserted(() -> assertThat(mine).hasSize(all.size() - from));
      assertThat(mine)
          .isEqualTo(
              IntStream.range(from, all.size())
                  .mapToObj(at -> new Runs.Numbered(at, all.get(at)))
                  .toList());
    }
  }

  @Test
  void aFollowerThatHangsHoldsUpNeitherTheRunNorOthers() {
    EngineRig rig = new EngineRig(talking());
    goOn.countDown();
    CountDownLatch never = new CountDownLatch(1);
    Run started = rig.start();
    rig.engine.follow(started.id(), 0, event -> awaitQuietly(never));
    List<Runs.Numbered> heard = follow(rig, started.id(), 0);

    Run run = rig.awaitEnd(started.id());

    await().until(() -> heard.size() == rig.events(run.id()).size());
    never.countDown();
  }

  @Test
  void aFollowerThatThrowsIsDroppedAndHarmsNobody() {
    EngineRig rig = new EngineRig(talking());
    List<Integer> calls = Collections.synchronizedList(new ArrayList<>());
    Run started = rig.start();
    rig.engine.follow(
        started.id(),
        0,
        event -> {
          calls.add(event.position());
          throw new IllegalStateException("client gone");
        });
    goOn.countDown();

    assertThat(rig.awaitEnd(started.id()).state()).isEqualTo(RunState.ENDED);
    assertThat(calls).containsExactly(0);
  }

  @Test
  void whoeverUnsubscribesHearsNothingAnyMore() throws Exception {
    EngineRig rig = new EngineRig(talking());
    Run started = rig.start();
    halfway.await();
    List<Runs.Numbered> heard = Collections.synchronizedList(new ArrayList<>());
    AutoCloseable subscription = rig.engine.follow(started.id(), 0, heard::add);
    await().until(() -> heard.size() == rig.events(started.id()).size());
    int before = heard.size();

    subscription.close();
    goOn.countDown();
    rig.awaitEnd(started.id());

    assertThat(heard).hasSize(before);
  }

  @Test
  void onlySoManyMayFollowAtOnce() throws Exception {
    EngineRig rig = new EngineRig(talking());
    Run started = rig.start();
    Consumer<Runs.Numbered> deaf = event -> {};
    List<AutoCloseable> open = new ArrayList<>();
    for (int i = 0; i < EngineRig.SETTINGS.maxFollowers(); i++) {
      open.add(rig.engine.follow(started.id(), 0, deaf));
    }

    assertThatThrownBy(() -> rig.engine.follow(started.id(), 0, deaf))
        .isInstanceOf(RejectedExecutionException.class);
    open.get(0).close();
    open.get(0).close();
    open.add(rig.engine.follow(started.id(), 0, deaf));
    assertThatThrownBy(() -> rig.engine.follow(started.id(), 0, deaf))
        .isInstanceOf(RejectedExecutionException.class);

    goOn.countDown();
    rig.awaitEnd(started.id());
    await().untilAsserted(() -> rig.engine.follow(started.id(), 0, deaf).close());
  }

  @Test
  void aRunThatDoesNotExistCannotBeFollowed() {
    EngineRig rig = new EngineRig(talking());

    assertThatThrownBy(() -> rig.engine.follow(new RunId("nosuchrun"), 0, event -> {}))
        .isInstanceOf(NoSuchElementException.class);
  }

  @Test
  void listenersHearOfTheStartAndTheEndOfEveryRunAndOneThatFailsHarmsNobody() {
    EngineRig rig = new EngineRig(talking());
    CountDownLatch never = new CountDownLatch(1);
    List<Run> heard = Collections.synchronizedList(new ArrayList<>());
    rig.engine.addListener(
        new RunListener() {
          @Override
          public void onStarted(Run run) {
            awaitQuietly(never);
          }
        });
    rig.engine.addListener(
        new RunListener() {
          @Override
          public void onStarted(Run run) {
            throw new IllegalStateException("broken");
          }
        });
    rig.engine.addListener(
        new RunListener() {
          @Override
          public void onStarted(Run run) {
            heard.add(run);
          }

          @Override
          public void onEnded(Run run) {
            heard.add(run);
          }
        });
    goOn.countDown();

    Run run = rig.startAndAwaitEnd();

    await().until(() -> heard.size() == 2);
    assertThat(heard.get(0).state()).isEqualTo(RunState.RUNNING);
    assertThat(heard.get(0).phases()).hasSize(1);
    assertThat(heard.get(1)).isEqualTo(run);
    never.countDown();
  }

  @Test
  void listenersHearOfARecoveredRunOnce() {
    MemoryRunLog dying = new MemoryRunLog().dieAfter(3);
    Plan plan = sandbox.drill(sandbox.makes("one"));
    EngineRig before = new EngineRig(dying, RunLocks.none(), plan);
    Run started = before.start();
    awaitQuietly(dying.dead());
    EngineRig after = new EngineRig(dying.afterRestart(), RunLocks.none(), plan);
    List<String> heard = Collections.synchronizedList(new ArrayList<>());
    after.engine.addListener(
        new RunListener() {
          @Override
          public void onStarted(Run run) {
            heard.add("started " + run.state());
          }

          @Override
          public void onEnded(Run run) {
            heard.add("ended " + run.state());
          }
        });

    after.engine.recover();
    after.awaitEnd(started.id());

    await().until(() -> heard.size() == 2);
    assertThat(heard).containsExactly("started CLEANING_UP", "ended INTERRUPTED");
  }

  /** Says some lines, waits, and says some more. */
  private Plan talking() {
    return sandbox.drill(
        Phase.of(
            "talk",
            Sandbox.PHASE,
            context -> {
              for (int line = 0; line < LINES; line++) {
                if (line == LINES / 2) {
                  halfway.countDown();
                  goOn.await();
                }
                context.progress("line " + line);
              }
            }));
  }

  private static List<Runs.Numbered> follow(EngineRig rig, RunId id, int from) {
    List<Runs.Numbered> heard = Collections.synchronizedList(new ArrayList<>());
    rig.engine.follow(id, from, heard::add);
    return heard;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
