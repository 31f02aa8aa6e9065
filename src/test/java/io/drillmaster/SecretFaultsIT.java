package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.Fault;
import io.drillmaster.lab.LabOptions;
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

/** Every fault of an ExternalSecret or its store is seen for what it is, and its repair too. */
class SecretFaultsIT {
  private static final Target STORE =
      new Target("spoke", "external-secrets", "", "clustersecretstore/onepassword");

  @TempDir static Path folder;
  private static FaultRounds rounds;

  @BeforeAll
  static void start() throws Exception {
    rounds = FaultRounds.start(LabOptions.of(List.of("hub", "spoke"), 2), folder);
  }

  @AfterAll
  static void close() {
    rounds.close();
  }

  static Stream<Fault> harmful() {
    return FaultRounds.harmful("secrets");
  }

  static Stream<Fault> survived() {
    return FaultRounds.survived("secrets");
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

  @Test
  void aHealthyEstateStaysSilent() {
    rounds.staysHealthy();
    assertThat(rounds.latest(STORE)).isPresent();
  }

  @Test
  void oneStoreThatFailsRingsOnceHoweverManyReadFromIt() throws Exception {
    Target reader = new Target("spoke", "external-secrets", "team-2", "app-001-volsync");
    assertThat(rounds.lab().inject("es-store-missing")).isEqualTo(STORE);
    try {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                ProbeResult latest = rounds.latest(reader).orElseThrow();
                assertThat(latest.findings())
                    .isNotEmpty()
                    .extracting(Finding::cause)
                    .containsOnly(Optional.of(STORE));
              });
      assertThat(Http.get(rounds.daemon().apiUrl() + "/api/v1/clusters/spoke/status"))
          .containsPattern("✖ external-secrets clustersecretstore/onepassword · CRITICAL")
          .containsPattern("explains +2 more problems: external-secrets team-")
          .doesNotContain("external-secrets team-2/app-001-volsync ·");
    } finally {
      rounds.lab().repair("es-store-missing");
    }
    rounds.awaitHealth();
  }
}
