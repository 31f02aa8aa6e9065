package io.drillmaster.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunLog.Keyed;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class H2StoreTest {
  private static final RunId RUN = new RunId("7f3a");

  @TempDir Path directory;

  @Test
  void whatWasAppendedIsThereAfterARestart() {
    try (H2Store store = open()) {
      appendAll(store, RUN, StoreSamples.everyEvent());
    }
    try (H2Store store = open()) {
      assertThat(store.events(RUN)).isEqualTo(StoreSamples.everyEvent());
      assertThat(store.open()).isEmpty();
      assertThat(store.damaged()).isEmpty();
    }
  }

  @Test
  void appendingTheSamePositionAgainChangesNothing() {
    try (H2Store store = open()) {
      RunEvent started = StoreSamples.started("infra", "drill", StoreSamples.NOW);
      store.append(RUN, 0, started);
      store.append(RUN, 0, started);
      store.append(RUN, 1, StoreSamples.progressed("one"));
      store.append(RUN, 1, StoreSamples.progressed("one"));

      assertThat(store.events(RUN)).containsExactly(started, StoreSamples.progressed("one"));
    }
  }

  @Test
  void openRunsAreThoseThatNeverEndedOldestFirst() {
    try (H2Store store = open()) {
      for (String id : List.of("zzzz", "bbbb", "aaaa")) {
        store.append(new RunId(id), 0, StoreSamples.started("infra", "drill", StoreSamples.NOW));
      }
      store.append(new RunId("bbbb"), 1, StoreSamples.ended());

      assertThat(store.open()).containsExactly(new RunId("zzzz"), new RunId("aaaa"));
    }
  }

  @Test
  void historyIsNewestFirstByClusterAndKindAndBounded() {
    try (H2Store store = open()) {
      begin(store, "aaa1", "infra", "drill");
      begin(store, "aaa2", "apps", "drill");
      begin(store, "aaa3", "infra", "verify-backups");
      begin(store, "aaa4", "all", "verify-backups");

      assertThat(newest(store, "", "", 10)).containsExactly("aaa4", "aaa3", "aaa2", "aaa1");
      assertThat(newest(store, "infra", "", 10)).containsExactly("aaa4", "aaa3", "aaa1");
      assertThat(newest(store, "infra", "drill", 10)).containsExactly("aaa1");
      assertThat(newest(store, "", "", 2)).containsExactly("aaa4", "aaa3");
      assertThat(newest(store, "' or 1=1 --", "", 10)).containsExactly("aaa4");
    }
  }

  @Test
  void anIdempotencyKeyLeadsToItsRunAndCanBeLedElsewhere() {
    try (H2Store store = open()) {
      assertThat(store.keyed("key")).isEmpty();
      store.remember("key", new Keyed("print", RUN));
      store.remember("key", new Keyed("other", new RunId("aaaa")));
    }
    try (H2Store store = open()) {
      assertThat(store.keyed("key")).contains(new Keyed("other", new RunId("aaaa")));
    }
  }

  @Test
  void oldRunsAreForgottenButNeverAnOpenOne() {
    List<RunId> told = new ArrayList<>();
    try (H2Store store = open()) {
      begin(store, "open", "infra", "drill");
      begin(store, "over", "infra", "drill");
      store.append(new RunId("over"), 1, StoreSamples.ended());
      store.prune();
      assertThat(newest(store, "", "", 10)).containsExactly("over", "open");
    }
    Clock later = Clock.fixed(StoreSamples.NOW.plus(Duration.ofDays(91)), ZoneOffset.UTC);
    try (H2Store store = H2Store.open(StoreSamples.config(directory), later)) {
      store.whenPruned(told::add);
      store.prune();
      assertThat(newest(store, "", "", 10)).containsExactly("open");
      assertThat(store.events(new RunId("over"))).isEmpty();
      assertThat(told).containsExactly(new RunId("over"));
    }
  }

  @Test
  void aSecondDaemonOnTheSameDirectoryIsRefused() {
    try (H2Store first = open()) {
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessage(
              "the store directory %s is in use by another daemon;"
                  + " give each its own store.directory",
              directory);
      assertThat(first.open()).isEmpty();
    }
    open().close();
  }

  @Test
  void aSecondDaemonInAnotherProcessIsRefused() throws Exception {
    Process other = child("hold");
    try (BufferedReader lines = other.inputReader()) {
      assertThat(saved(lines)).contains(0);
      assertThatThrownBy(this::open)
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("in use by another daemon");
    } finally {
      other.destroyForcibly().waitFor();
    }
  }

  @Test
  void aDirectoryThatCannotBeMadeIsTold() throws IOException {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> H2Store.open(StoreSamples.config(file), StoreSamples.CLOCK))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("cannot be created or written to");
  }

  @Test
  void aFileThatIsNoDatabaseIsMovedAside() throws IOException {
    byte[] garbage = new byte[50_000];
    new Random(7).nextBytes(garbage);
    Files.write(database(), garbage);

    assertMovedAside();
  }

  @Test
  void aFileThatWasCutIsMovedAsideOrRead() throws IOException {
    fill();
    try (var channel = Files.newByteChannel(database(), StandardOpenOption.WRITE)) {
      channel.truncate(Files.size(database()) / 3);
    }

    assertUsable();
  }

  @Test
  void aFileWithDamageInTheMiddleIsMovedAside() throws IOException {
    fill();
    byte[] bytes = Files.readAllBytes(database());
    new Random(7).nextBytes(bytes);
    byte[] whole = Files.readAllBytes(database());
    System.arraycopy(bytes, 0, whole, 8_192, whole.length - 8_192);
    Files.write(database(), whole);

    assertMovedAside();
  }

  @Test
  void damageAnywhereNeverKeepsTheDaemonFromStarting() throws IOException {
    fill();
    byte[] sound = Files.readAllBytes(database());
    for (int part = 0; part < 6; part++) {
      byte[] damaged = sound.clone();
      int from = part * sound.length / 6;
      for (int i = from; i < Math.min(from + 2_000, sound.length); i++) {
        damaged[i] ^= (byte) 0x5a;
      }
      Files.write(database(), damaged);
      assertUsable();
    }
  }

  @Test
  void theStoreWorksAgainAfterItsConnectionWasLost() {
    try (H2Store store = open()) {
      begin(store, "aaa1", "infra", "drill");
      assertThatThrownBy(
              () ->
                  store.results(
                      "be shut down",
                      (table, connection) ->
                          connection.createStatement().execute("shutdown immediately")))
          .isInstanceOf(StoreException.class)
          .hasMessage("the store could not be shut down; look at the space on its disk");

      begin(store, "aaa2", "infra", "drill");
      assertThat(newest(store, "", "", 10)).containsExactly("aaa2", "aaa1");
    }
  }

  @Test
  void aCallerThatIsInterruptedNeitherLosesItsEventNorHarmsTheStore() {
    try (H2Store store = open()) {
      begin(store, "aaa1", "infra", "drill");
      Thread.currentThread().interrupt();
      for (int i = 1; i < 50; i++) {
        store.append(new RunId("aaa1"), i, StoreSamples.progressed("line " + i));
      }
      assertThat(Thread.interrupted()).isTrue();

      assertThat(store.events(new RunId("aaa1"))).hasSize(50);
    }
  }

  @Test
  void aClosedStoreSaysSo() {
    H2Store store = open();
    store.close();

    assertThatThrownBy(() -> store.events(RUN)).isInstanceOf(StoreException.class);
  }

  @Test
  void noAcknowledgedEventIsLostToAKill() throws Exception {
    int acknowledged = 0;
    Process child = child("append");
    try (BufferedReader lines = child.inputReader()) {
      for (var saved = saved(lines); saved.isPresent(); saved = saved(lines)) {
        acknowledged = saved.get();
        if (acknowledged == 400) {
          child.toHandle().destroyForcibly();
        }
      }
    }
    assertThat(child.waitFor(10, TimeUnit.SECONDS)).isTrue();

    try (H2Store store = open()) {
      List<RunEvent> events = store.events(RUN);
      assertThat(acknowledged).isGreaterThanOrEqualTo(400);
      assertThat(events).hasSizeGreaterThanOrEqualTo(acknowledged);
      assertThat(events.subList(1, events.size()))
          .isEqualTo(
              IntStream.range(1, events.size())
                  .mapToObj(i -> StoreSamples.progressed("line " + i))
                  .toList());
      assertThat(store.open()).containsExactly(RUN);
      assertThat(store.damaged()).isEmpty();
    }
  }

  /** What the child says that it has saved next, passing over what it logs. */
  private static Optional<Integer> saved(BufferedReader lines) throws IOException {
    String line = lines.readLine();
    while (line != null && !line.startsWith("saved ")) {
      line = lines.readLine();
    }
    return Optional.ofNullable(line).map(l -> Integer.valueOf(l.substring("saved ".length())));
  }

  private Process child(String what) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            StoreChild.class.getName(),
            directory.toString(),
            what)
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start();
  }

  private void fill() {
    try (H2Store store = open()) {
      begin(store, "aaa1", "infra", "drill");
      for (int i = 1; i < 300; i++) {
        store.append(new RunId("aaa1"), i, StoreSamples.progressed(("line " + i + " ").repeat(30)));
      }
    }
  }

  private void assertMovedAside() {
    try (H2Store store = open()) {
      assertThat(store.damaged())
          .contains(
              directory.toAbsolutePath().resolve("drillmaster.mv.db.damaged-20261122T140000Z"));
      assertThat(store.damaged().orElseThrow()).exists();
      assertThat(store.open()).isEmpty();
      begin(store, "bbb1", "infra", "drill");
    }
    assertUsable();
  }

  private void assertUsable() {
    try (H2Store store = open()) {
      RunId id = new RunId("cccc");
      store.append(id, 0, StoreSamples.started("infra", "drill", StoreSamples.NOW));
      assertThat(store.events(id)).hasSize(1);
      store.newest(Optional.empty(), Optional.empty(), 10).forEach(store::events);
    }
  }

  private H2Store open() {
    return H2Store.open(StoreSamples.config(directory), StoreSamples.CLOCK);
  }

  private Path database() {
    return directory.resolve("drillmaster.mv.db");
  }

  private static void begin(H2Store store, String id, String cluster, String kind) {
    store.append(new RunId(id), 0, StoreSamples.started(cluster, kind, StoreSamples.NOW));
  }

  private static void appendAll(H2Store store, RunId id, List<RunEvent> events) {
    IntStream.range(0, events.size()).forEach(i -> store.append(id, i, events.get(i)));
  }

  private static List<String> newest(H2Store store, String cluster, String kind, int limit) {
    Optional<String> inCluster = Optional.of(cluster).filter(c -> !c.isEmpty());
    Optional<String> ofKind = Optional.of(kind).filter(k -> !k.isEmpty());
    return store.newest(inCluster, ofKind, limit).stream().map(RunId::value).toList();
  }
}
