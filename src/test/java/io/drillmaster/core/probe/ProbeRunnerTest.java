package io.drillmaster.core.probe;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.core.probe.ProbeRunner.Look;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiFunction;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeRunnerTest {
  private static final Duration DEADLINE = Duration.ofMillis(400);

  private final Clock clock = Clock.systemUTC();
  private final List<Throwable> defects = new CopyOnWriteArrayList<>();
  private final ProbeRunner runner = new ProbeRunner(clock, 4, (target, e) -> defects.add(e));
  private final CountDownLatch end = new CountDownLatch(1);
  private final Map<String, AtomicInteger> atOnce = new ConcurrentHashMap<>();
  private final Map<String, AtomicInteger> most = new ConcurrentHashMap<>();

  @AfterEach
  void close() {
    end.countDown();
    runner.close();
  }

  private record Fake(BiFunction<Subject<String>, ProbeContext, Judgement> answer)
      implements Probe<String> {
    @Override
    public String name() {
      return "fake";
    }

    @Override
    public Judgement judge(Subject<String> subject, ProbeContext context) {
      return answer.apply(subject, context);
    }
  }

  private static Judgement good() {
    return new Judgement.Builder().passed("shape", "round", "round").build();
  }

  private static Look<String> scheduled(String name, Probe<String> probe) {
    Target target = new Target("east", "fake", "ns", name);
    return new Look<>(probe, new Subject<>(target, name), DEADLINE, Optional.empty());
  }

  private Look<String> anew(String name, Probe<String> probe) {
    Look<String> look = scheduled(name, probe);
    return new Look<>(probe, look.subject(), DEADLINE, Optional.of(clock.instant()));
  }

  private ProbeResult result(BiFunction<Subject<String>, ProbeContext, Judgement> answer) {
    return runner.submit(scheduled("one", new Fake(answer))).orElseThrow().join();
  }

  private static String code(ProbeResult result) {
    return result.findings().get(0).code();
  }

  /** Waits for the end of the test and heeds no interrupt. */
  private Judgement hangs() {
    boolean over = false;
    while (!over) {
      try {
        over = end.await(1, SECONDS);
      } catch (InterruptedException e) {
        continue; // this is what is tested
      }
    }
    return good();
  }

  @Test
  void theAnswerOfTheProbeIsTheResult() {
    ProbeResult result = result((subject, context) -> good());
    assertThat(result.status()).isEqualTo(Status.OK);
    assertThat(result.target()).hasToString("east/fake/ns/one");
    assertThat(result.probe()).isEqualTo("fake");
  }

  @Test
  void whatTheProbeNotedIsItsTranscript() {
    ProbeResult result =
        result(
            (subject, context) -> {
              context.note("looked");
              return good();
            });
    assertThat(result.transcript()).hasSize(1).allMatch(line -> line.endsWith(" looked"));
  }

  @Test
  void anAnswerWithoutChecksIsUnknown() {
    ProbeResult result = result((subject, context) -> new Judgement.Builder().build());
    assertThat(result.status()).isEqualTo(Status.UNKNOWN);
    assertThat(code(result)).isEqualTo("probe-error");
  }

  @Test
  void whoCouldNotLookSaysWhy() {
    Finding finding = Finding.unknown("forbidden", "Not allowed.").next("grant it");
    ProbeResult result =
        result(
            (subject, context) -> {
              throw new CouldNotLookException(finding);
            });
    assertThat(result.findings()).containsExactly(finding);
    assertThat(defects).isEmpty();
  }

  @Test
  void aDefectIsUnknownByItsNameAloneAndGoesToTheLog() {
    ProbeResult result =
        result(
            (subject, context) -> {
              throw new IllegalStateException("password=hunter2");
            });
    assertThat(code(result)).isEqualTo("probe-error");
    assertThat(result.toString()).contains("IllegalStateException").doesNotContain("hunter2");
    assertThat(defects).hasSize(1);
  }

  @Test
  void anErrorOfTheMachineIsAResultToo() {
    ProbeResult result =
        result(
            (subject, context) -> {
              throw new NoClassDefFoundError("gone");
            });
    assertThat(code(result)).isEqualTo("probe-error");
  }

  @Test
  void whoHeedsTheInterruptAfterItsDeadlineLeavesNoThreadBehind() {
    ProbeResult result =
        result(
            (subject, context) -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              return good();
            });
    assertThat(code(result)).isEqualTo("deadline-exceeded");
    assertThat(defects).isEmpty();
    await().untilAsserted(() -> assertThat(runner.abandonedThreads()).isZero());
  }

  @Test
  void anAnswerThatCameOnlyByTheInterruptIsNotBelieved() {
    ProbeResult result =
        result(
            (subject, context) -> {
              try {
                end.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return good();
            });
    assertThat(code(result)).isEqualTo("deadline-exceeded");
  }

  @Test
  void whoKeepsItsDeadlineByItselfHasTheBetterReason() {
    ProbeResult result =
        result(
            (subject, context) -> {
              try {
                end.await(context.deadline().remaining().toMillis(), MILLISECONDS);
              } catch (InterruptedException e) {
                throw new IllegalStateException(e);
              }
              throw new CouldNotLookException(Finding.unknown("api-timeout", "No answer."));
            });
    assertThat(code(result)).isEqualTo("api-timeout");
  }

  @Test
  void aThreadThatHangsIsAbandonedCountedAndItsTargetLeftAlone() {
    AtomicInteger looks = new AtomicInteger();
    Fake hanging =
        new Fake(
            (subject, context) -> {
              looks.incrementAndGet();
              return hangs();
            });
    ProbeResult first = runner.submit(scheduled("one", hanging)).orElseThrow().join();
    assertThat(code(first)).isEqualTo("deadline-exceeded");
    for (int round = 0; round < 5; round++) {
      ProbeResult again = runner.submit(scheduled("one", hanging)).orElseThrow().join();
      assertThat(code(again)).isEqualTo("deadline-exceeded");
      assertThat(again.findings().get(0).observed()).contains("has hung for");
      ProbeResult run = runner.submit(anew("one", hanging)).orElseThrow().join();
      assertThat(code(run)).isEqualTo("deadline-exceeded");
    }
    assertThat(looks).hasValue(1);
    assertThat(runner.abandonedThreads()).isOne();
    end.countDown();
    await().untilAsserted(() -> assertThat(runner.abandonedThreads()).isZero());
    Fake mended = new Fake((subject, context) -> good());
    assertThat(runner.submit(scheduled("one", mended)).orElseThrow().join().status())
        .isEqualTo(Status.OK);
  }

  @Test
  void aScheduledLookIsLeftAsideWhileTheTargetIsLookedAt() {
    CountDownLatch release = new CountDownLatch(1);
    Fake slow = new Fake((subject, context) -> awaited(release));
    CompletableFuture<ProbeResult> first = runner.submit(scheduled("one", slow)).orElseThrow();
    assertThat(runner.submit(scheduled("one", slow))).isEmpty();
    release.countDown();
    assertThat(first.join().status()).isEqualTo(Status.OK);
    await().until(() -> runner.submit(scheduled("one", slow)).isPresent());
  }

  private static Judgement awaited(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return good();
  }

  @Test
  void aRunWaitsForTheLookAtWorkAndLooksAnewAfterIt() {
    CountDownLatch release = new CountDownLatch(1);
    List<Instant> notBefore = new CopyOnWriteArrayList<>();
    Fake probe =
        new Fake(
            (subject, context) -> {
              notBefore.add(context.notBefore());
              return awaited(release);
            });
    CompletableFuture<ProbeResult> first = runner.submit(scheduled("one", probe)).orElseThrow();
    Look<String> look = anew("one", probe);
    CompletableFuture<ProbeResult> run = runner.submit(look).orElseThrow();
    CompletableFuture<ProbeResult> same = runner.submit(look).orElseThrow();
    CompletableFuture<ProbeResult> later = runner.submit(anew("one", probe)).orElseThrow();
    assertThat(runner.submit(scheduled("one", probe))).isEmpty();
    release.countDown();
    ProbeResult before = first.join();
    assertThat(run.join().startedAt()).isAfterOrEqualTo(before.endedAt());
    assertThat(same.join()).isSameAs(run.join());
    assertThat(later.join()).isNotSameAs(run.join());
    assertThat(notBefore.get(0)).isEqualTo(Instant.EPOCH);
    assertThat(notBefore.get(1)).isEqualTo(look.anew().orElseThrow());
  }

  @Test
  void closingCancelsWhatWaitsAndWhatIsAtWork() {
    Fake slow = new Fake((subject, context) -> awaited(end));
    List<CompletableFuture<ProbeResult>> all = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      all.add(runner.submit(scheduled("t" + i, slow)).orElseThrow());
    }
    runner.close();
    assertThat(all).allMatch(CompletableFuture::isCancelled);
    assertThat(runner.submit(scheduled("t0", slow)).orElseThrow()).isCancelled();
  }

  /** Nobody knows of a newcomer that it hangs; once it is known, it keeps nobody waiting. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void halfOfTheTargetsHangAndTheOthersAreNeverDelayed(long seed) {
    Random random = new Random(seed);
    List<String> names = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      names.add((i % 2 == 0 ? "hangs" : "good") + i);
    }
    Fake probe = new Fake((subject, context) -> judge(subject.state()));
    for (int round = 0; round < 12; round++) {
      Collections.shuffle(names, random);
      boolean newcomers = most.size() < names.size();
      long began = System.nanoTime();
      List<CompletableFuture<ProbeResult>> healthy = new ArrayList<>();
      for (String name : names) {
        Optional<CompletableFuture<ProbeResult>> result = runner.submit(scheduled(name, probe));
        if (name.startsWith("good")) {
          healthy.add(result.orElseThrow());
        }
      }
      CompletableFuture.allOf(healthy.toArray(CompletableFuture<?>[]::new)).join();
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      Duration limit = newcomers ? DEADLINE.multipliedBy(3) : DEADLINE;
      assertThat(took).describedAs("round " + round).isLessThan(limit);
      assertThat(healthy).allMatch(f -> f.join().status() == Status.OK);
    }
    await()
        .atMost(10, SECONDS)
        .untilAsserted(
            () -> {
              names.forEach(name -> runner.submit(scheduled(name, probe)));
              assertThat(runner.abandonedThreads()).isEqualTo(10);
            });
    assertThat(most.values()).allMatch(count -> count.get() == 1);
  }

  private Judgement judge(String name) {
    AtomicInteger now = atOnce.computeIfAbsent(name, n -> new AtomicInteger());
    most.computeIfAbsent(name, n -> new AtomicInteger())
        .accumulateAndGet(now.incrementAndGet(), Math::max);
    try {
      return name.startsWith("hangs") ? hangs() : good();
    } finally {
      now.decrementAndGet();
    }
  }

  @Test
  void noMoreThanItsPlacesAreLookedAtAtOnce() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger peak = new AtomicInteger();
    Fake probe =
        new Fake(
            (subject, context) -> {
              peak.accumulateAndGet(now.incrementAndGet(), Math::max);
              LockSupport.parkNanos(5_000_000);
              now.decrementAndGet();
              return good();
            });
    List<CompletableFuture<ProbeResult>> all = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      all.add(runner.submit(scheduled("t" + i, probe)).orElseThrow());
    }
    CompletableFuture.allOf(all.toArray(CompletableFuture<?>[]::new)).join();
    assertThat(peak.get()).isBetween(2, 4);
  }
}
