package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.Runs;
import io.drillmaster.lab.Fault;
import io.drillmaster.lab.LabOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of sign-on and of a path is seen by the daemon for what it is, and its repair too.
 */
class CrossClusterFaultsIT {
  private static final List<String> PROBES =
      List.of("sso", "network-path", "telemetry-metrics", "telemetry-logs");

  @TempDir static Path folder;
  private static FaultRounds rounds;

  @BeforeAll
  static void start() throws Exception {
    LabOptions options = LabOptions.of(List.of("hub", "spoke"), 1).withHubServices();
    rounds = FaultRounds.start(options, folder, PROBES::contains);
  }

  @AfterAll
  static void close() {
    rounds.close();
  }

  static Stream<Fault> harmful() {
    return Stream.of("sso", "network-path").flatMap(FaultRounds::harmful);
  }

  static Stream<Fault> survived() {
    return Stream.of("sso", "network-path").flatMap(FaultRounds::survived);
  }

  @ParameterizedTest
  @MethodSource("harmful")
  void isFoundWhenItHappensAndGoneWhenItIsRepaired(Fault fault) throws Exception {
    rounds.isFoundAndGoesWithItsRepair(fault);
  }

  @ParameterizedTest
  @MethodSource("survived")
  void isSurvivedInSilence(Fault fault) {
    rounds.isSurvived(fault);
  }

  private static Run verify(String cluster, Map<String, String> parameters) throws Exception {
    RunRequest request = new RunRequest("verify-cross-cluster", cluster, parameters, "test");
    Runs runs = rounds.daemon().runs();
    RunId id = runs.start(request, Optional.empty()).id();
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> runs.find(id).orElseThrow().state().isOver());
    return runs.find(id).orElseThrow();
  }

  private static List<String> codes(Run run) {
    return run.checks().stream()
        .flatMap(record -> record.check().finding().stream())
        .map(Finding::code)
        .toList();
  }

  @Test
  void aVerificationLooksAnewAndItsExitCodeFails() throws Exception {
    for (String component : List.of("sso", "network-path")) {
      Run good = verify("spoke", Map.of("component", component));
      assertThat(good.exitCode()).as(component).contains(0);
      assertThat(good.checks()).isNotEmpty();
    }
    assertThat(verify("all", Map.of("component", "network-path")).exitCode()).contains(0);
    rounds.lab().inject("sso-other-issuer");
    try {
      Run bad = verify("hub", Map.of("component", "sso"));
      assertThat(bad.exitCode()).contains(1);
      assertThat(codes(bad)).contains("sso-issuer-wrong");
    } finally {
      rounds.lab().repair("sso-other-issuer");
    }
    rounds.awaitHealth();
  }

  @Test
  void whatIsNotConfiguredIsSaidAndIsNotGood() throws Exception {
    Run run = verify("spoke", Map.of("component", "telemetry-metrics"));
    assertThat(run.exitCode()).contains(2);
    assertThat(codes(run)).containsExactly("not-configured");
    assertThat(verify("spoke", Map.of()).exitCode()).contains(2);
    assertThat(verify("hub", Map.of("component", "network-path")).exitCode()).contains(2);
  }

  @Test
  void noSecretIsSaidOrStored() throws Exception {
    String seen =
        Http.get(rounds.daemon().apiUrl() + "/api/v1/status")
            + Http.get(rounds.daemon().managementUrl() + "/metrics");
    assertThat(rounds.lab().secretValues()).noneMatch(seen::contains);
  }
}
