package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.Drillmaster;
import io.drillmaster.config.ConfigLoader;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.lab.s3.S3Server.Stored;
import io.drillmaster.lab.volsync.BackedUpVolume;
import io.drillmaster.lab.volsync.Restic;
import io.drillmaster.lab.volsync.ResticFixture;
import io.drillmaster.lab.volsync.VolumeSite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the real restic does to a repository is what the daemon says of it. */
@Tag("peers")
class ResticRepositoriesPeersIT {
  private static final Duration SOON = Duration.ofSeconds(30);
  private static final int BIG_ENOUGH_TO_TAKE_LONG = 2_000_000;

  @TempDir Path folder;
  private Lab lab;
  private Drillmaster daemon;
  private VolumeSite volume;
  private Restic restic;

  private void start(int version) throws Exception {
    BackedUpVolume backedUp = new BackedUpVolume("business", "odoo", "@yearly", version);
    LabCluster cluster = new LabCluster("solo", "", List.of(backedUp));
    lab = Lab.start(new LabOptions(List.of(cluster), Duration.ofMillis(100)));
    volume = lab.volumes().get(0);
    restic = restic(volume.repository(lab.store().endpoint()));
    daemon = Drillmaster.start(ConfigLoader.load(lab.writeConfig(folder.resolve("daemon"))));
    awaitFindings();
  }

  private Restic restic(String repository) {
    return new Restic(repository, ResticFixture.PASSWORD, folder)
        .with("AWS_ACCESS_KEY_ID", volume.account().accessKeyId())
        .with("AWS_SECRET_ACCESS_KEY", volume.account().secretAccessKey());
  }

  @AfterEach
  void close() {
    daemon.close();
    lab.close();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void whatTheOperatorOfTheLabSavesIsSoundAndRestorable(int version) throws Exception {
    start(version);
    for (String token : List.of("one", "two", "three", "four", "five")) {
      volume.patchSource(Map.of("spec", Map.of("trigger", Map.of("manual", token))));
      await()
          .atMost(SOON)
          .until(
              () -> volume.source().path("status").path("lastManualSync").asText().equals(token));
    }

    assertThat(restic.run("check", "--read-data")).contains("no errors were found");
    restic.run("restore", "latest", "--host", "volsync", "--target", folder + "/restored");
    assertThat(folder.resolve("restored/data/journal.txt")).isNotEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void aRepositoryThatResticMadeIsReadAndItsLossIsSeen(int version) throws Exception {
    start(version);
    String place = "s3:" + lab.store().endpoint() + "/" + volume.bucket() + "/elsewhere";
    Restic elsewhere = restic(place);
    elsewhere.run("init", "--repository-version", String.valueOf(version));
    elsewhere.run("backup", "--host", "volsync", data(2_000).toString());

    volume.setSecret("RESTIC_REPOSITORY", place);
    awaitFindings();

    elsewhere.run("forget", "--prune", snapshot(elsewhere));
    awaitFindings("snapshot-missing");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void snapshotsThatResticForgotAreMissed(int version) throws Exception {
    start(version);

    restic.run("forget", snapshot(restic));
    awaitFindings("snapshot-not-advancing");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void theLockOfAKilledResticIsStaleWhenItIsOldAndGoneWhenItIsUnlocked(int version)
      throws Exception {
    start(version);
    Process backup =
        restic.start("--limit-upload", "1", "backup", data(BIG_ENOUGH_TO_TAKE_LONG).toString());
    await().atMost(SOON).until(() -> !locks().isEmpty());
    backup.destroyForcibly().waitFor();
    await().during(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(findings()).isEmpty());

    Instant old = Instant.now().minus(Duration.ofMinutes(45));
    locks().forEach(lock -> lab.store().age(volume.bucket(), lock.key(), old));
    awaitFindings("stale-lock");

    restic.run("unlock", "--remove-all");
    awaitFindings();
  }

  private List<Stored> locks() {
    return lab.store().list(volume.bucket(), volume.prefix() + "locks/");
  }

  private static String snapshot(Restic repository) {
    String listed = repository.run("snapshots", "--latest", "1", "--json");
    return listed.replaceAll("(?s).*\"short_id\":\"([0-9a-f]+)\".*", "$1");
  }

  private Path data(int bytes) throws IOException {
    byte[] content = new byte[bytes];
    new Random(bytes).nextBytes(content);
    Path data = Files.createDirectories(folder.resolve("data-" + bytes));
    Files.write(data.resolve("blob"), content);
    return data;
  }

  /** Exactly these, at the volume. */
  private void awaitFindings(String... codes) {
    await().atMost(SOON).untilAsserted(() -> assertThat(findings()).containsExactly(codes));
  }

  private List<String> findings() {
    return daemon.board().standings().stream()
        .map(Standing::latest)
        .filter(result -> result.target().name().equals("odoo"))
        .findFirst()
        .map(ResticRepositoriesPeersIT::codes)
        .orElse(List.of("no result yet"));
  }

  private static List<String> codes(ProbeResult result) {
    assertThat(result.findings().isEmpty()).isEqualTo(result.status() == Status.OK);
    return result.findings().stream().map(Finding::code).toList();
  }
}
