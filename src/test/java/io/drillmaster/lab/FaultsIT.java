package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.Drillmaster;
import io.drillmaster.Http;
import io.drillmaster.config.ConfigLoader;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import io.drillmaster.metrics.Exposition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the lab is seen by the daemon for what it is, and its repair too. */
class FaultsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  @TempDir static Path folder;
  private static Lab lab;
  private static Drillmaster daemon;

  @BeforeAll
  static void start() throws Exception {
    lab = Lab.start();
    daemon = Drillmaster.start(ConfigLoader.load(lab.writeConfig(folder)));
    awaitHealth();
  }

  @AfterAll
  static void close() {
    daemon.close();
    lab.close();
  }

  static Stream<Fault> harmful() {
    return Lab.faults().stream().filter(fault -> !fault.findingCode().equals(Fault.SURVIVED));
  }

  @ParameterizedTest
  @MethodSource("harmful")
  void isFoundWhenItHappensAndGoneWhenItIsRepaired(Fault fault) throws Exception {
    Target target = lab.inject(fault.name());
    try {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                ProbeResult latest = latest(target).orElseThrow();
                assertThat(latest.findings())
                    .as("%s", target)
                    .extracting(Finding::code)
                    .contains(fault.findingCode());
                assertThat(latest.status()).isNotEqualTo(Status.OK);
                assertThat(seen(target, fault.findingCode())).as("metric of %s", target).isTrue();
              });
      assertThat(Http.get(daemon.apiUrl() + "/api/v1/clusters/" + target.cluster() + "/status"))
          .containsPattern("(?m)^[✖?⚠] " + target.kind() + " +" + target.path());
      assertThat(unhealthy()).allSatisfy(one -> assertThat(one).startsWith(target.cluster() + "/"));
    } finally {
      lab.repair(fault.name());
    }
    awaitHealth();
  }

  private static boolean seen(Target target, String code) throws Exception {
    return Exposition.parse(Http.get(daemon.managementUrl() + "/metrics"))
        .samples("drillmaster_finding")
        .stream()
        .map(Exposition.Sample::labels)
        .anyMatch(
            labels ->
                target.cluster().equals(labels.get("cluster"))
                    && target.kind().equals(labels.get("probe"))
                    && target.path().equals(labels.get("target"))
                    && code.equals(labels.get("code")));
  }

  @Test
  void aWatchThatIsGoneIsBegunAnewAndNothingElseHappens() {
    lab.inject("api-watch-gone");
    await()
        .during(Duration.ofSeconds(3))
        .atMost(SOON)
        .untilAsserted(() -> assertThat(unhealthy()).isEmpty());
    lab.repair("api-watch-gone");
  }

  private static Optional<ProbeResult> latest(Target target) {
    return daemon.board().standings().stream()
        .map(Standing::latest)
        .filter(result -> result.target().equals(target))
        .findFirst();
  }

  private static void awaitHealth() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(unhealthy()).isEmpty();
              assertThat(daemon.board().standings()).hasSize(2 * lab.volumes().size() + 4);
            });
  }

  private static List<String> unhealthy() {
    return daemon.board().standings().stream()
        .map(Standing::latest)
        .filter(result -> result.status() != Status.OK)
        .map(result -> result.target() + " " + result.findings())
        .toList();
  }
}
