package io.drillmaster.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.InvalidRunException.Problem;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.verify.VerifyCrossCluster.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyCrossClusterTest {
  private static final Instant START = Instant.parse("2026-11-22T14:00:00Z");

  private final Map<String, Component> components = new LinkedHashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final RecordedPhase recorder = new RecordedPhase();

  @BeforeEach
  void spokeToHub() {
    components.put("telemetry", new Component(true, List.of("spoke")));
    components.put("sso", new Component(true, List.of("hub", "spoke")));
  }

  private Plan plan(String cluster, Map<String, String> parameters) throws InvalidRunException {
    return new VerifyCrossCluster(this::answer, List.of("hub", "spoke"), components)
        .plan(new RunRequest("verify-cross-cluster", cluster, parameters, "test"));
  }

  private List<ProbeResult> answer(
      String cluster, String probe, Instant notBefore, Deadline deadline) {
    asked.add(cluster + "/" + probe);
    return List.of(
        new ProbeResult(
            probe,
            new Target(cluster, probe, "", "it"),
            List.of(Check.passed("looked", "yes", "yes")),
            List.of(),
            START,
            Duration.ZERO,
            List.of()));
  }

  private void perform(Plan plan) throws Exception {
    for (Phase phase : plan.phases()) {
      phase.action().perform(recorder);
    }
  }

  @Test
  void everythingThatIsConfiguredIsLookedAt() throws Exception {
    Plan plan = plan("spoke", Map.of());
    assertThat(plan.phases())
        .extracting(Phase::name)
        .containsExactly("spoke-telemetry", "spoke-sso");
    assertThat(plan.target()).isEqualTo(new Target("spoke", "verify-cross-cluster", "", "all"));
    perform(plan);
    assertThat(asked).containsExactly("spoke/telemetry", "spoke/sso");
    assertThat(recorder.checks).containsExactly("it looked OK", "it looked OK");
  }

  @Test
  void whatIsNotConfiguredIsSaidAndIsNotGood() throws Exception {
    components.put("paths", new Component(true, List.of()));
    perform(plan("spoke", Map.of()));
    assertThat(recorder.checks).contains("discovery configured UNKNOWN");
    assertThat(recorder.lines).contains("? paths: It is not configured, so nothing is proven.");
    assertThat(recorder.findings)
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.code()).isEqualTo("not-configured");
              assertThat(finding.next()).contains("probes.paths.enabled: false");
            });
  }

  @Test
  void whatWasSwitchedOffIsSaidAndHarmsNothing() throws Exception {
    components.put("paths", new Component(false, List.of("spoke")));
    perform(plan("spoke", Map.of()));
    assertThat(asked).doesNotContain("spoke/paths");
    assertThat(recorder.checks).containsExactly("it looked OK", "it looked OK");
    assertThat(recorder.lines).contains("· paths: It is switched off in the configuration.");
  }

  @Test
  void whatIsDeclaredForAnotherClusterOnlyIsSaidAndHarmsNothing() throws Exception {
    perform(plan("hub", Map.of()));
    assertThat(recorder.checks).containsExactly("it looked OK");
    assertThat(recorder.lines)
        .contains("· telemetry: Nothing is declared for hub; it looks at spoke.");
  }

  @Test
  void aVerificationThatLooksAtNothingIsNotGood() throws Exception {
    perform(plan("hub", Map.of("component", "telemetry")));
    assertThat(recorder.checks).containsExactly("discovery configured UNKNOWN");
    components.replaceAll((name, component) -> new Component(false, component.clusters()));
    recorder.checks.clear();
    perform(plan("spoke", Map.of()));
    assertThat(recorder.checks)
        .containsExactly("discovery configured UNKNOWN", "discovery configured UNKNOWN");
  }

  @Test
  void ofAllClustersAComponentLooksWhereItIsDeclared() throws Exception {
    perform(plan("all", Map.of("component", "telemetry")));
    assertThat(asked).containsExactly("spoke/telemetry");
    assertThat(recorder.checks).containsExactly("it looked OK");
  }

  @Test
  void everyProblemOfARequestIsToldAtOnceAndNothingOfItIsRepeated() {
    InvalidRunException invalid =
        catchThrowableOfType(
            InvalidRunException.class, () -> plan("north", Map.of("component", "ssso")));
    assertThat(invalid.problems())
        .containsExactly(
            new Problem("/cluster", "must be one of hub, spoke or all"),
            new Problem("/component", "must be one of telemetry, sso; did you mean sso?"));
  }
}
