package io.drillmaster.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.InvalidRunException.Problem;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.RunRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class VerifyBackupsTest {
  static final Instant START = Instant.parse("2026-11-22T14:00:00Z");
  private static final Finding OVERDUE =
      Finding.critical("sync-overdue", "The sync of n8n is overdue.");

  private final Map<String, List<String>> components = new LinkedHashMap<>();
  private final List<ProbeResult> answers = new ArrayList<>();
  private final List<String> asked = new ArrayList<>();
  private final RecordedPhase recorder = new RecordedPhase();

  @BeforeEach
  void twoComponents() {
    components.put("volsync", List.of("volsync", "object-store"));
    components.put("archive", List.of("base-backups", "object-store"));
  }

  @Test
  void everyComponentIsLookedAtByDefaultAndNoProbeTwice() throws Exception {
    Plan plan = plan("east", Map.of());

    assertThat(plan.phases())
        .extracting(Phase::name)
        .containsExactly("east-volsync", "east-object-store", "east-base-backups");
    assertThat(plan.target()).isEqualTo(new Target("east", "verify-backups", "", "all"));
    assertThat(plan.purpose()).isEqualTo(Plan.Purpose.VERIFICATION);
    assertThat(plan.locks()).isEmpty();
    assertThat(plan.census()).isEmpty();
  }

  @Test
  void oneComponentCanBeChosen() throws Exception {
    Plan plan = plan("west", Map.of("component", "volsync"));

    assertThat(plan.phases())
        .extracting(Phase::name)
        .containsExactly("west-volsync", "west-object-store");
    assertThat(plan.target().name()).isEqualTo("volsync");
  }

  @Test
  void allClustersAreLookedAtOneAfterTheOther() throws Exception {
    Plan plan = plan("all", Map.of("component", "volsync"));

    assertThat(plan.phases())
        .extracting(Phase::name)
        .containsExactly("east-volsync", "east-object-store", "west-volsync", "west-object-store");
    assertThat(plan.target().cluster()).isEqualTo("all");
  }

  @Test
  void everyProblemOfARequestIsToldAtOnceAndNothingOfItIsRepeated() {
    InvalidRunException invalid =
        catchThrowableOfType(
            InvalidRunException.class,
            () -> plan("north", Map.of("component", "volsink", "compnent", "x", "zzz", "x")));

    assertThat(invalid.problems())
        .containsExactly(
            new Problem("", "a parameter is not known; did you mean component?"),
            new Problem("", "a parameter is not known; this kind takes component"),
            new Problem("/cluster", "must be one of east, west or all"),
            new Problem("/component", "must be one of volsync, archive; did you mean volsync?"));
    assertThat(invalid.getMessage()).doesNotContain("volsink", "north", "compnent", "zzz");
  }

  @Test
  void aComponentWithoutAnyEnabledProbeIsRefused() {
    components.put("cnpg", List.of());

    assertThat(
            catchThrowableOfType(
                    InvalidRunException.class, () -> plan("east", Map.of("component", "cnpg")))
                .problems())
        .containsExactly(
            new Problem("/component", "no probe of it is enabled in the configuration"));
  }

  @Test
  void everyCheckOfEveryTargetIsRecordedAndWhatIsNotGoodIsTold() throws Exception {
    answers.add(result("discovery", START, Check.passed("found", "some", "3 sources")));
    answers.add(result("good", START, Check.passed("age", "8h", "1h")));
    answers.add(
        result("n8n", START, Check.passed("mover", "ok", "ok"), Check.failed("age", OVERDUE)));
    answers.add(
        result("slow", START, Check.failed("look", Finding.unknown("api-timeout", "No answer."))));

    perform();

    assertThat(asked).containsExactly("east/volsync not before " + START + " within PT4M45S");
    assertThat(recorder.checks)
        .containsExactly(
            "discovery found OK",
            "good age OK",
            "n8n mover OK",
            "n8n age CRITICAL",
            "slow look UNKNOWN");
    assertThat(recorder.lines)
        .containsExactly(
            "✖ volsync n8n: The sync of n8n is overdue.",
            "? volsync slow: No answer.",
            "volsync on east: 1 good, 1 bad, 1 unknown");
  }

  @Test
  void noResultAtAllIsUnknown() throws Exception {
    perform();

    assertThat(recorder.checks).containsExactly("discovery found UNKNOWN");
  }

  @Test
  void aTargetOfWhichNothingWasAskedIsUnknown() throws Exception {
    answers.add(result("odd", START));

    perform();

    assertThat(recorder.checks).containsExactly("odd answer UNKNOWN");
  }

  @Test
  void anAnswerFromBeforeTheRunIsNotUsed() throws Exception {
    answers.add(result("old", START.minusMillis(1), Check.passed("age", "8h", "1h")));

    perform();

    assertThat(recorder.checks).containsExactly("old fresh answer UNKNOWN");
  }

  @Test
  void aClusterThatCannotBeLookedAtDoesNotKeepTheOthersFromIt() throws Exception {
    ProbeRounds away =
        (cluster, probe, notBefore, deadline) -> {
          throw new CouldNotLookException(Finding.unknown("api-unreachable", "No answer."));
        };
    perform(away);

    assertThat(recorder.checks).containsExactly("discovery found UNKNOWN");
    assertThat(recorder.lines).containsExactly("? volsync: No answer.");
  }

  @Test
  void aProbeThatDoesNotRunThereIsUnknown() throws Exception {
    ProbeRounds none =
        (cluster, probe, notBefore, deadline) -> {
          throw new IllegalArgumentException("no such probe");
        };
    perform(none);

    assertThat(recorder.checks).containsExactly("discovery found UNKNOWN");
  }

  private Plan plan(String cluster, Map<String, String> parameters) throws InvalidRunException {
    return plan(this::answer, cluster, parameters);
  }

  private Plan plan(ProbeRounds rounds, String cluster, Map<String, String> parameters)
      throws InvalidRunException {
    return new VerifyBackups(rounds, List.of("east", "west"), components)
        .plan(new RunRequest("verify-backups", cluster, parameters, "test"));
  }

  private void perform() throws Exception {
    perform(this::answer);
  }

  private void perform(ProbeRounds rounds) throws Exception {
    plan(rounds, "east", Map.of()).phases().get(0).action().perform(recorder);
  }

  private List<ProbeResult> answer(
      String cluster, String probe, Instant notBefore, Deadline deadline) {
    asked.add(
        "%s/%s not before %s within %s".formatted(cluster, probe, notBefore, deadline.remaining()));
    return answers;
  }

  private static ProbeResult result(String name, Instant startedAt, Check... checks) {
    return new ProbeResult(
        "volsync",
        new Target("east", "volsync", "", name),
        List.of(checks),
        List.of(),
        startedAt,
        Duration.ofMillis(3),
        List.of());
  }
}
