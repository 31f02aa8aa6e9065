package io.drillmaster;

import static java.time.temporal.ChronoUnit.MILLIS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.ConfigLoader;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.Verdict;
import io.drillmaster.lab.Lab;
import io.drillmaster.lab.LabOptions;
import io.drillmaster.metrics.Exposition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The daemon on an estate of three clusters: from an object in a cluster to a metric and a row. */
class DaemonIT {
  private static final String SOURCES = "replicationsources.volsync.backube";
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path directory;
  private static Lab lab;
  private static Path file;
  private static Drillmaster daemon;

  @BeforeAll
  static void start() throws Exception {
    lab = Lab.start(LabOptions.of(List.of("north", "south", "edge-1"), 2));
    file = lab.writeConfig(directory);
    daemon = Drillmaster.start(ConfigLoader.load(file));
    awaitHealth(daemon);
  }

  @AfterAll
  static void end() {
    daemon.close();
    lab.close();
  }

  /** Each volume and its bucket, and the discovery of both probes in each cluster. */
  private static int ofVolumes() {
    return 2 * lab.volumes().size() + 2 * lab.clusters().size();
  }

  private static boolean isOfVolumes(Target target) {
    return List.of("volsync", "object-store").contains(target.kind());
  }

  private static void awaitHealth(Drillmaster daemon) {
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(daemon.board().standings())
                    .allMatch(s -> s.latest().status() == Status.OK)
                    .filteredOn(s -> isOfVolumes(s.latest().target()))
                    .hasSize(ofVolumes()));
  }

  private static Exposition metrics() throws Exception {
    return Exposition.parse(Http.get(daemon.managementUrl() + "/metrics"));
  }

  private static String table() throws Exception {
    return Http.get(daemon.apiUrl() + "/api/v1/status");
  }

  private static Optional<Standing> standing(Drillmaster of, Target target) {
    return of.board().standings().stream()
        .filter(s -> s.latest().target().equals(target))
        .findFirst();
  }

  private static List<String> codes(Drillmaster of, Target target) {
    return standing(of, target).stream()
        .flatMap(s -> s.latest().findings().stream())
        .map(Finding::code)
        .toList();
  }

  @Test
  void aHealthyEstateHasNoFindingOverManyRounds() {
    await()
        .during(Duration.ofSeconds(5))
        .atMost(SOON)
        .until(
            () ->
                daemon.board().standings().stream()
                    .allMatch(s -> s.latest().status() == Status.OK));
    assertThat(daemon.board().standings()).allMatch(s -> s.recent().size() > 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"volsync-overdue", "bucket-wrong-secret", "api-forbidden"})
  void aFaultShowsInTheMetricsAndInTheTableAndGoesWithItsRepair(String name) throws Exception {
    String code =
        Lab.faults().stream()
            .filter(fault -> fault.name().equals(name))
            .findFirst()
            .orElseThrow()
            .findingCode();
    Target target = lab.inject(name);
    try {
      await().atMost(SOON).until(() -> codes(daemon, target).contains(code));
      Exposition page = metrics();
      assertThat(page.samples("drillmaster_finding")).anyMatch(s -> isOf(s, target, code));
      assertThat(page.samples("drillmaster_probe_status"))
          .anyMatch(s -> isOf(s, target) && s.value() > 0);
      assertThat(page.samples("drillmaster_probe_success"))
          .anyMatch(s -> isOf(s, target) && s.value() == 0);
      assertThat(table()).containsPattern("(?m)^[✖?⚠] \\S+ +" + target.path());
    } finally {
      lab.repair(name);
    }
    awaitHealth(daemon);
    assertThat(metrics().samples("drillmaster_finding")).isEmpty();
    assertThat(table()).doesNotContain("✖").doesNotContain("? ");
  }

  private static boolean isOf(Exposition.Sample sample, Target target) {
    return target.cluster().equals(sample.labels().get("cluster"))
        && target.path().equals(sample.labels().get("target"))
        && target.kind().equals(sample.labels().get("probe"));
  }

  private static boolean isOf(Exposition.Sample sample, Target target, String code) {
    return isOf(sample, target) && code.equals(sample.labels().get("code"));
  }

  @Test
  void aClusterThatHangsDelaysNoOther() {
    Target hanging = lab.inject("api-hangs");
    try {
      await().atMost(SOON).until(() -> codes(daemon, hanging).contains("api-timeout"));
      await()
          .during(Duration.ofSeconds(4))
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(daemon.board().standings())
                      .filteredOn(s -> !s.latest().target().cluster().equals(hanging.cluster()))
                      .allMatch(s -> s.latest().status() == Status.OK)
                      .allMatch(
                          s ->
                              s.latest()
                                  .endedAt()
                                  .isAfter(Instant.now().minus(Duration.ofSeconds(4)))));
      Run bad = verify(hanging.cluster());
      assertThat(bad.verdict()).contains(Verdict.INCONCLUSIVE);
      assertThat(bad.exitCode()).contains(2);
    } finally {
      lab.repair("api-hangs");
    }
    awaitHealth(daemon);
  }

  private static Run verify(String cluster) {
    try {
      RunRequest request = new RunRequest("verify-backups", cluster, Map.of(), "test");
      Run run = daemon.runs().start(request, Optional.empty());
      // one probe after the other, and each has its own deadline
      await()
          .atMost(SOON.multipliedBy(3))
          .until(() -> daemon.runs().find(run.id()).orElseThrow().state().isOver());
      return daemon.runs().find(run.id()).orElseThrow();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aVerificationLooksAnewAtEverythingInAllClusters() {
    Run run = verify(RunRequest.ALL_CLUSTERS);
    assertThat(run.verdict()).contains(Verdict.VERIFIED);
    assertThat(run.exitCode()).contains(0);
    assertThat(run.checks().stream().map(Run.CheckRecord::target).distinct())
        .filteredOn(DaemonIT::isOfVolumes)
        .hasSize(ofVolumes());
    assertThat(daemon.board().standings())
        .allMatch(s -> !s.latest().startedAt().isBefore(run.startedAt()));
  }

  @Test
  void aChangeIsJudgedAtOnceAndNotAtTheNextTick() throws Exception {
    Path folder = Files.createDirectory(directory.resolve("slow"));
    Path slow = lab.writeConfig(folder);
    Files.writeString(slow, Files.readString(slow).replaceAll("\\bevery: \\w+", "every: 1h"));
    Target target = new Target("north", "volsync", "team-2", "app-001");
    try (Drillmaster patient = Drillmaster.start(ConfigLoader.load(slow))) {
      awaitHealth(patient);
      lab.api("north").patch(SOURCES, "team-2", "app-001", Map.of("spec", Map.of("paused", true)));
      await()
          .atMost(Duration.ofSeconds(3))
          .until(() -> codes(patient, target).contains("source-paused"));
      lab.api("north").patch(SOURCES, "team-2", "app-001", Map.of("spec", Map.of("paused", false)));
      await().atMost(Duration.ofSeconds(3)).until(() -> codes(patient, target).isEmpty());
    }
    awaitHealth(daemon);
  }

  @Test
  void aRestartKeepsHistory() throws Exception {
    Run run = verify("south");
    Map<Target, Instant> since = new HashMap<>();
    daemon.board().standings().forEach(s -> since.put(s.latest().target(), s.since()));
    daemon.close();
    DrillmasterConfig config = ConfigLoader.load(file);
    daemon = Drillmaster.start(config);
    assertThat(daemon.board().standings())
        .hasSize(since.size())
        .allMatch(s -> s.recent().size() > 1)
        .allMatch(s -> s.latest().status() == Status.OK)
        .allMatch(s -> Math.abs(since.get(s.latest().target()).until(s.since(), MILLIS)) < 1000);
    assertThat(metrics().samples("drillmaster_probe_last_run_timestamp_seconds"))
        .hasSize(since.size());
    assertThat(daemon.runs().find(run.id()).orElseThrow().verdict()).contains(Verdict.VERIFIED);
    awaitHealth(daemon);
  }

  @Test
  void noSecretIsSeenAnywhere() throws Exception {
    verify("north");
    String said =
        Http.get(daemon.managementUrl() + "/metrics")
            + table()
            + daemon.board().standings()
            + daemon.runs().history(Optional.empty(), Optional.empty(), 100)
            + written();
    assertThat(said).contains("app-001").doesNotContain(lab.secretValues());
  }

  /** Whatever the daemon has written, but not what it was given. */
  private static String written() throws IOException {
    StringBuilder all = new StringBuilder();
    try (Stream<Path> files = Files.walk(directory.resolve("data"))) {
      for (Path one : files.filter(Files::isRegularFile).toList()) {
        all.append(Files.readString(one, StandardCharsets.ISO_8859_1));
      }
    }
    return all.toString();
  }
}
