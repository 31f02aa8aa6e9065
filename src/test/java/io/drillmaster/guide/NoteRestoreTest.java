package io.drillmaster.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.DrillmasterConfig.StoreConfig;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunArchive;
import io.drillmaster.core.run.RunEngine;
import io.drillmaster.core.run.RunLocks;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.RunSettings;
import io.drillmaster.core.run.RunTime;
import io.drillmaster.core.run.Verdict;
import io.drillmaster.core.sandbox.Residue;
import io.drillmaster.guide.NoteRestore.Copy;
import io.drillmaster.store.EvidenceFiles;
import io.drillmaster.store.H2Store;
import io.drillmaster.web.RunJson;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The drill of CONTRIBUTING.md, carried out by the real engine with the real store. */
class NoteRestoreTest {
  @TempDir Path directory;

  private final Clock clock = Clock.systemUTC();
  private final Shelf shelf = new Shelf();
  private H2Store store;
  private RunEngine engine;

  private static final class Shelf implements NoteRestore.Notes {
    final Map<String, Copy> backups = new HashMap<>();
    final Map<String, String> sandbox = new ConcurrentHashMap<>();

    @Override
    public Optional<Copy> newest(String note) {
      return Optional.ofNullable(backups.get(note));
    }

    @Override
    public void create(String name, String text) {
      sandbox.put(name, text);
    }

    @Override
    public Optional<String> read(String name) {
      return Optional.ofNullable(sandbox.get(name));
    }

    @Override
    public void delete(String name) {
      sandbox.remove(name);
    }

    @Override
    public List<String> leftInTheSandbox() {
      return List.copyOf(sandbox.keySet());
    }
  }

  @BeforeEach
  void start() throws Exception {
    Duration keep = Duration.ofDays(1);
    store = H2Store.open(new StoreConfig(directory, keep, keep), clock);
    EvidenceFiles evidence = new EvidenceFiles(directory.resolve("evidence"), RunJson::evidence);
    engine =
        new RunEngine(
            List.of(new NoteRestore(shelf)),
            new RunArchive(store, evidence, Map.of("name", "test")),
            RunLocks.none(),
            RunSettings.STANDARD,
            RunTime.system(clock));
  }

  @AfterEach
  void end() throws Exception {
    engine.close(Duration.ofSeconds(1));
    store.close();
  }

  private Run drill() throws Exception {
    RunRequest request = new RunRequest("note-restore", "east", Map.of("note", "list"), "test");
    Run run = engine.start(request, Optional.empty());
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> engine.find(run.id()).orElseThrow().state().isOver());
    return engine.find(run.id()).orElseThrow();
  }

  @Test
  void aGoodCopyIsVerifiedAndNothingIsLeft() throws Exception {
    shelf.backups.put("list", new Copy("milk", clock.instant().minusSeconds(60)));
    Run run = drill();
    assertThat(run.verdict()).contains(Verdict.VERIFIED);
    assertThat(run.exitCode()).contains(0);
    assertThat(run.residue()).contains(Residue.NONE);
    assertThat(run.rpo().orElseThrow()).isGreaterThanOrEqualTo(Duration.ofSeconds(59));
    assertThat(run.rto()).isPresent();
  }

  @Test
  void anEmptyCopyFailsAndIsCleanedUpToo() throws Exception {
    shelf.backups.put("list", new Copy("", clock.instant()));
    Run run = drill();
    assertThat(run.verdict()).contains(Verdict.FAILED);
    assertThat(run.exitCode()).contains(1);
    assertThat(run.allFindings()).extracting(Finding::code).contains("note-empty");
    assertThat(shelf.sandbox).isEmpty();
  }

  @Test
  void aNoteThatWasNeverBackedUpFails() throws Exception {
    Run run = drill();
    assertThat(run.verdict()).contains(Verdict.FAILED);
    assertThat(run.allFindings()).extracting(Finding::code).contains("note-without-backup");
  }

  @Test
  void withoutItsParameterThereIsNoPlan() {
    assertThatThrownBy(
            () ->
                engine.start(
                    new RunRequest("note-restore", "east", Map.of(), "test"), Optional.empty()))
        .isInstanceOf(InvalidRunException.class)
        .hasMessage("/note: is missing");
  }
}
