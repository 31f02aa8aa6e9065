package io.drillmaster.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.Objectives;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunArchive;
import io.drillmaster.core.run.RunEngine;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunLocks;
import io.drillmaster.core.run.RunRefusedException;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.RunSettings;
import io.drillmaster.core.run.RunTime;
import io.drillmaster.core.run.Undo;
import io.drillmaster.core.sandbox.Residue;
import io.drillmaster.web.RunJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Drills on a real store, in processes that are really killed; what counts is the file. */
@Timeout(90)
class RunCrashIT {
  @TempDir Path directory;

  @Test
  void aDrillThatIsKilledInItsMiddleIsCleanedUpByTheNextProcess() throws Exception {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                Killed.class.getName(),
                directory.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    await().atMost(Duration.ofSeconds(40)).until(() -> things().contains("two"));
    child.toHandle().destroyForcibly();
    child.waitFor();
    assertThat(things()).contains("one", "two");

    JsonNode evidence = recovered();

    assertThat(things()).isEmpty();
    assertThat(evidence.path("schemaVersion").intValue()).isEqualTo(1);
    assertThat(evidence.path("state").textValue()).isEqualTo("INTERRUPTED");
    assertThat(evidence.path("exitCode").intValue()).isEqualTo(2);
    assertThat(evidence.path("findings").toString()).contains("run-interrupted");
  }

  @Test
  void theEvidenceFileOfADrillThatWasLeftAloneTellsOfItsCleanup() throws Exception {
    try (H2Store store = H2Store.open(StoreSamples.config(directory), Clock.systemUTC())) {
      RunEngine engine = engine(store, directory, new CountDownLatch(0));
      RunId id = engine.start(request(), Optional.empty()).id();
      await().until(() -> engine.find(id).orElseThrow().state().isOver());
      engine.close(Duration.ofSeconds(5));

      JsonNode evidence = evidence(id);

      assertThat(things()).isEmpty();
      assertThat(evidence.path("state").textValue()).isEqualTo("ENDED");
      assertThat(evidence.path("verdict").textValue()).isEqualTo("VERIFIED");
      assertThat(evidence.path("exitCode").intValue()).isZero();
    }
  }

  private JsonNode recovered() throws IOException {
    try (H2Store store = H2Store.open(StoreSamples.config(directory), Clock.systemUTC())) {
      RunId id = store.open().get(0);
      RunEngine engine = engine(store, directory, new CountDownLatch(0));
      engine.recover();
      await().until(() -> store.open().isEmpty());
      engine.close(Duration.ofSeconds(5));
      return evidence(id);
    }
  }

  private JsonNode evidence(RunId id) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(directory.resolve("evidence").resolve(id + ".json")));
  }

  private List<String> things() throws IOException {
    return things(directory);
  }

  private static List<String> things(Path directory) throws IOException {
    Path sandbox = Files.createDirectories(directory.resolve("sandbox"));
    try (Stream<Path> files = Files.list(sandbox)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList();
    }
  }

  private static RunRequest request() {
    return new RunRequest("drill", "infra", Map.of(), "test");
  }

  private static RunEngine engine(H2Store store, Path directory, CountDownLatch goOn) {
    Plan plan = plan(directory, goOn);
    PlanFactory factory =
        new PlanFactory() {
          @Override
          public String kind() {
            return "drill";
          }

          @Override
          public List<Parameter> parameters() {
            return List.of();
          }

          @Override
          public Plan plan(RunRequest request) {
            return plan;
          }
        };
    EvidenceFiles evidence = new EvidenceFiles(directory.resolve("evidence"), RunJson::evidence);
    return new RunEngine(
        List.of(factory),
        new RunArchive(store, evidence, Map.of("name", "drillmaster")),
        RunLocks.none(),
        RunSettings.STANDARD,
        RunTime.system(Clock.systemUTC()));
  }

  private static Plan plan(Path directory, CountDownLatch goOn) {
    Target target = new Target("infra", "drill", "", "files");
    Phase last =
        Phase.of(
            "verify",
            Duration.ofMinutes(1),
            context -> {
              goOn.await();
              context.dataProvingCheck(target, Check.passed("files", "two", "two"));
            });
    return new Plan(
        "drill",
        target,
        Plan.Purpose.DRILL,
        List.of(makes(directory, "one"), makes(directory, "two"), last),
        Objectives.NONE,
        Optional.empty(),
        List.of(),
        Optional.of(() -> new Residue(things(directory))));
  }

  private static Phase makes(Path directory, String thing) {
    Path file = directory.resolve("sandbox").resolve(thing);
    Undo undo =
        new Undo("remove-" + thing, Duration.ofMinutes(1), 3, run -> Files.deleteIfExists(file));
    return Phase.of(
            thing,
            Duration.ofMinutes(1),
            context -> {
              things(directory);
              Files.createFile(file);
            })
        .undoneBy(undo);
  }

  /** The process that is killed. */
  static final class Killed {
    private Killed() {}

    public static void main(String[] args)
        throws InvalidRunException, RunRefusedException, InterruptedException {
      Path directory = Path.of(args[0]);
      H2Store store = H2Store.open(StoreSamples.config(directory), Clock.systemUTC());
      engine(store, directory, new CountDownLatch(1)).start(request(), Optional.empty());
      Thread.currentThread().join();
    }
  }
}
