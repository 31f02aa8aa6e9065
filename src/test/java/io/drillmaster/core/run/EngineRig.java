package io.drillmaster.core.run;

import static org.awaitility.Awaitility.await;

import io.drillmaster.core.evidence.Evidence;
import io.drillmaster.core.evidence.EvidenceStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/** An engine with everything around it that tests look at. */
final class EngineRig implements EvidenceStore {
  static final Duration HEED = Duration.ofSeconds(2);
  static final RunSettings SETTINGS =
      new RunSettings(3, 32, HEED, Duration.ofSeconds(10), Duration.ofSeconds(60));

  final VirtualTime time = new VirtualTime();
  final Map<RunId, Evidence> evidence = new ConcurrentHashMap<>();
  final MemoryRunLog log;
  final RunEngine engine;
  volatile boolean evidenceIsBroken;

  EngineRig(Plan... plans) {
    this(new MemoryRunLog(), RunLocks.none(), plans);
  }

  EngineRig(MemoryRunLog log, RunLocks locks, Plan... plans) {
    this.log = log;
    List<PlanFactory> kinds =
        List.of(plans).stream().map(plan -> factory(plan.kind(), request -> plan)).toList();
    engine =
        new RunEngine(
            kinds, new RunArchive(log, this, Map.of("name", "test")), locks, SETTINGS, time);
  }

  static PlanFactory factory(String kind, Function<RunRequest, Plan> plans) {
    return new PlanFactory() {
      @Override
      public String kind() {
        return kind;
      }

      @Override
      public List<Parameter> parameters() {
        return List.of();
      }

      @Override
      public Plan plan(RunRequest request) {
        return plans.apply(request);
      }
    };
  }

  static RunRequest request(String kind) {
    return new RunRequest(kind, "infra", Map.of(), "test");
  }

  Run start() {
    return start("drill");
  }

  Run start(String kind) {
    return start(request(kind), Optional.empty());
  }

  Run start(RunRequest request, Optional<String> key) {
    try {
      return engine.start(request, key);
    } catch (InvalidRunException | RunRefusedException refused) {
      throw new AssertionError(refused);
    }
  }

  Run startAndAwaitEnd() {
    return awaitEnd(start().id());
  }

  Run awaitEnd(RunId id) {
    return await()
        .atMost(Duration.ofSeconds(10))
        .pollInterval(Duration.ofMillis(2))
        .until(() -> engine.find(id).orElseThrow(), run -> run.state().isOver());
  }

  List<RunEvent> events(RunId id) {
    return log.events(id);
  }

  @Override
  public void write(Evidence written) {
    if (evidenceIsBroken) {
      throw new IllegalStateException("the disk is full");
    }
    evidence.put(written.run().id(), written);
  }

  @Override
  public Optional<String> read(RunId id) {
    return Optional.ofNullable(evidence.get(id)).map(Evidence::toString);
  }
}
