package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Status;
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

/** What nothing backs up is seen by the daemon, and what is left out is shown with its reason. */
class CoverageFaultsIT {
  private static final Duration SOON = Duration.ofSeconds(20);

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
    return FaultRounds.harmful("coverage");
  }

  static Stream<Fault> survived() {
    return FaultRounds.survived("coverage");
  }

  private static Target target(String namespace, String name) {
    return new Target("spoke", "coverage", namespace, name);
  }

  private static List<Check> checks(Target target) {
    return rounds.latest(target).map(ProbeResult::checks).orElse(List.of());
  }

  private static String table() throws Exception {
    return Http.get(rounds.daemon().apiUrl() + "/api/v1/clusters/spoke/status");
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
  void whatIsLeftOutIsShownWithItsReason() {
    Target scratch = target("scratch-ci", "pvc/uploads");
    rounds.lab().inject("claim-in-scratch");
    try {
      await()
          .atMost(SOON)
          .untilAsserted(
              () ->
                  assertThat(checks(scratch))
                      .extracting(Check::observed)
                      .singleElement()
                      .asString()
                      .startsWith("jobs of the build write here"));
    } finally {
      rounds.lab().repair("claim-in-scratch");
    }
  }

  @Test
  void theClaimsOfAStatefulSetAreExplainedByIt() throws Exception {
    Target set = rounds.lab().inject("statefulset-unprotected");
    Target claim = target(set.namespace(), "pvc/data-queue-1");
    try {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> {
                assertThat(rounds.latest(claim)).isPresent();
                ProbeResult latest = rounds.latest(claim).orElseThrow();
                assertThat(latest.status()).isEqualTo(Status.CRITICAL);
                assertThat(latest.findings())
                    .extracting(Finding::cause)
                    .containsExactly(Optional.of(set));
                assertThat(table())
                    .contains(
                        "explains           2 more problems: coverage "
                            + target(set.namespace(), "pvc/data-queue-0").path());
              });
    } finally {
      rounds.lab().repair("statefulset-unprotected");
    }
    rounds.awaitHealth();
  }
}
