package io.drillmaster.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunFoldTest {
  private static final RunId ID = new RunId("7f3a");
  private static final Objectives OBJECTIVES =
      new Objectives(Optional.of(Duration.ofMinutes(30)), Optional.of(Duration.ofMinutes(5)));

  private final List<RunEvent> events = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-22T14:00:00Z");

  @Test
  void aDrillWithProvenDataIsVerified() {
    drill(Objectives.NONE);
    prove(Sandbox.good("rows"));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.VERIFIED, 0));
    assertThat(run().rto()).contains(Duration.ofSeconds(20));
  }

  @Test
  void aDrillWithoutProvenDataIsUnproven() {
    drill(Objectives.NONE);
    check(Sandbox.good("connection"));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.UNPROVEN, 2));
  }

  @Test
  void aWarningIsNoProofOfData() {
    drill(Objectives.NONE);
    prove(Sandbox.warning("rows"));
    pass();

    assertThat(outcome().verdict()).isEqualTo(Verdict.UNPROVEN);
  }

  @Test
  void aWarningBesideProvenDataStaysVerified() {
    drill(Objectives.NONE);
    prove(Sandbox.good("rows"));
    check(Sandbox.warning("latency"));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.VERIFIED, 0));
  }

  @Test
  void aCriticalCheckMeansThatTheBackupIsBad() {
    drill(Objectives.NONE);
    prove(Sandbox.good("rows"));
    check(Sandbox.bad("indexes"));
    check(Sandbox.unknown("certificates"));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.FAILED, 1));
  }

  @Test
  void anUnknownCheckIsInconclusiveWhateverElseIsGood() {
    drill(Objectives.NONE);
    prove(Sandbox.good("rows"));
    check(Sandbox.unknown("indexes"));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.INCONCLUSIVE, 2));
  }

  @Test
  void aVerificationWithoutAnyCheckProvesNothing() {
    start(Plan.Purpose.VERIFICATION, Objectives.NONE);
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.UNPROVEN, 2));
  }

  @ParameterizedTest
  @EnumSource(names = {"FAILED", "TIMED_OUT", "CANCELLED", "SKIPPED"})
  void aPhaseThatDidNotPassIsInconclusive(PhaseState state) {
    drill(Objectives.NONE);
    prove(Sandbox.good("rows"));
    phase("restore", PhaseState.PASSED, Optional.empty());
    phase("verify", state, Optional.of(Finding.unknown("quota", "The quota is used up.")));

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.INCONCLUSIVE, 2));
  }

  @Test
  void aPhaseThatEndsWithACriticalFindingMeansThatTheBackupIsBad() {
    drill(Objectives.NONE);
    Finding gap = Finding.critical("wal-gap", "A segment is missing.");
    phase("restore", PhaseState.FAILED, Optional.of(gap));
    phase("verify", PhaseState.SKIPPED, Optional.empty());

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.FAILED, 1));
    assertThat(run().findings()).containsExactly(gap);
  }

  @Test
  void beingOverTheRtoIsAFindingAndABadExitOfAVerifiedRun() {
    drill(OBJECTIVES);
    prove(Sandbox.good("rows"));
    events.add(new RunEvent.RpoMeasured(now, Duration.ofMinutes(5)));
    now = now.plus(Duration.ofMinutes(31));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.VERIFIED, 1));
    assertThat(codes()).containsExactly("rto-exceeded");
    assertThat(run().findings().get(0).expected()).isEqualTo("at most 30m");
    assertThat(run().findings().get(0).observed()).isEqualTo("31m 20s");
  }

  @Test
  void beingOverTheRpoIsAFindingAndABadExitOfAVerifiedRun() {
    drill(OBJECTIVES);
    prove(Sandbox.good("rows"));
    events.add(new RunEvent.RpoMeasured(now, Duration.ofMinutes(6)));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.VERIFIED, 1));
    assertThat(codes()).containsExactly("rpo-exceeded");
  }

  @Test
  void anObjectiveThatWasNotMeasuredIsNotMet() {
    drill(OBJECTIVES);
    prove(Sandbox.good("rows"));
    pass();

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.VERIFIED, 2));
    assertThat(codes()).containsExactly("rpo-not-measured");
  }

  @Test
  void aClockThatStoodStillOrWasSetBackMeasuresNoRto() {
    for (Duration step : List.of(Duration.ofSeconds(-20), Duration.ofMinutes(-5))) {
      events.clear();
      drill(new Objectives(Optional.of(Duration.ofMinutes(30)), Optional.empty()));
      prove(Sandbox.good("rows"));
      now = now.plus(step);
      pass();

      assertThat(run().rto()).isEmpty();
      assertThat(codes()).containsExactly("rto-not-measured");
      assertThat(outcome().exitCode()).isEqualTo(2);
    }
  }

  @Test
  void theRtoClockStopsWithItsOwnPhaseAndNotWithTheRun() {
    drill(Objectives.NONE);
    pass();
    now = now.plus(Duration.ofHours(1));
    events.add(new RunEvent.UndoStarted(now, "remove", 1));

    assertThat(run().rto()).contains(Duration.ofSeconds(20));
  }

  @Test
  void residueBeatsEverything() {
    drill(Objectives.NONE);
    prove(Sandbox.bad("rows"));
    events.add(new RunEvent.CancelRequested(now, "somebody"));
    pass();
    events.add(
        new RunEvent.ResidueCounted(now, new Residue(List.of("PersistentVolumeClaim/test/data"))));

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.CANCELLED, Verdict.FAILED, 3));
    assertThat(codes()).containsExactly("residue-left");
    assertThat(run().findings().get(0).observed()).isEqualTo("PersistentVolumeClaim/test/data");
  }

  @Test
  void residueThatWasNotCountedIsNotNone() {
    drill(Objectives.NONE);
    prove(Sandbox.good("rows"));
    pass();
    finding("residue-not-counted");

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.ENDED, Verdict.VERIFIED, 2));
    assertThat(run().residue()).isEmpty();
  }

  @Test
  void residueThatWasNotCountedDoesNotHideABadAnswer() {
    drill(Objectives.NONE);
    prove(Sandbox.bad("rows"));
    pass();
    finding("residue-not-counted");

    assertThat(outcome().exitCode()).isEqualTo(1);
  }

  @Test
  void aCancelledRunExitsWith130() {
    drill(Objectives.NONE);
    events.add(new RunEvent.CancelRequested(now, "somebody"));
    phase("restore", PhaseState.CANCELLED, Optional.empty());
    phase("verify", PhaseState.SKIPPED, Optional.empty());

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.CANCELLED, Verdict.INCONCLUSIVE, 130));
  }

  @Test
  void aRunThatALaterProcessClosedIsInterrupted() {
    drill(Objectives.NONE);
    prove(Sandbox.good("rows"));
    pass();
    events.add(new RunEvent.RecoveryStarted(now));

    assertThat(outcome()).isEqualTo(new RunOutcome(RunState.INTERRUPTED, Verdict.VERIFIED, 2));
  }

  @Test
  void theStateFollowsTheEvents() {
    drill(Objectives.NONE);
    assertThat(run().state()).isEqualTo(RunState.RUNNING);
    pass();
    assertThat(run().state()).isEqualTo(RunState.CLEANING_UP);
    assertThat(run().verdict()).isEmpty();
    events.add(new RunEvent.RunEnded(now, RunState.ENDED, Verdict.UNPROVEN, 2));
    assertThat(run().state()).isEqualTo(RunState.ENDED);
    assertThat(run().exitCode()).contains(2);
    assertThat(run().endedAt()).contains(now);
  }

  @Test
  void phasesTellWhenTheyRanAndWhatTheySaid() {
    drill(Objectives.NONE);
    events.add(new RunEvent.PhaseStarted(now, "restore"));
    events.add(new RunEvent.Progressed(now, "restore", "replaying"));
    events.add(new RunEvent.Progressed(now, "restore", "replayed"));
    Run.PhaseRecord restore = run().phases().get(0);

    assertThat(restore.state()).isEqualTo(PhaseState.RUNNING);
    assertThat(restore.progress()).containsExactly("replaying", "replayed");
    assertThat(restore.startedAt()).contains(now);
    assertThat(run().phases().get(1).startedAt()).isEmpty();
  }

  @Test
  void aPhaseThatWasSkippedNeverRan() {
    drill(Objectives.NONE);
    phase("restore", PhaseState.FAILED, Optional.empty());
    events.add(new RunEvent.PhaseEnded(now, "verify", PhaseState.SKIPPED, Optional.empty()));

    assertThat(run().phases().get(1).endedAt()).isEmpty();
  }

  @Test
  void undosTellTheirAttempts() {
    drill(Objectives.NONE);
    events.add(new RunEvent.UndoRegistered(now, "restore", "remove"));
    assertThat(run().undos()).containsExactly(new Run.UndoRecord("remove", 0, false, false));
    events.add(new RunEvent.UndoStarted(now, "remove", 1));
    events.add(new RunEvent.UndoStarted(now, "remove", 2));
    events.add(new RunEvent.UndoEnded(now, "remove", true, Optional.empty()));
    assertThat(run().undos()).containsExactly(new Run.UndoRecord("remove", 2, true, true));
  }

  @Test
  void everyFindingIsToldOnce() {
    drill(Objectives.NONE);
    check(Sandbox.bad("rows"));
    check(Sandbox.bad("rows"));
    phase("restore", PhaseState.FAILED, Sandbox.unknown("x").finding());

    assertThat(run().allFindings())
        .extracting(Finding::code)
        .containsExactly("api-timeout", "rows-missing");
  }

  @Test
  void withoutItsStartThereIsNoRun() {
    assertThatThrownBy(() -> RunFold.fold(ID, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RunFold.fold(ID, List.of(new RunEvent.RecoveryStarted(now))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void namesThatTheStartDoesNotKnowDoNotBreakIt() {
    drill(Objectives.NONE);
    events.add(new RunEvent.Progressed(now, "added-later", "line"));
    events.add(new RunEvent.UndoEnded(now, "added-later", false, Optional.empty()));

    assertThat(run().phases()).extracting(Run.PhaseRecord::name).contains("added-later");
  }

  private void drill(Objectives objectives) {
    start(Plan.Purpose.DRILL, objectives);
  }

  private void start(Plan.Purpose purpose, Objectives objectives) {
    events.add(
        new RunEvent.RunStarted(
            now,
            new RunRequest("drill", "infra", Map.of(), "test"),
            Sandbox.TARGET,
            purpose,
            List.of("restore", "verify"),
            objectives,
            Optional.of(new Plan.RtoClock("restore", "verify"))));
    events.add(new RunEvent.PhaseStarted(now, "restore"));
  }

  /** Ends both phases well, ten seconds each. */
  private void pass() {
    now = now.plusSeconds(10);
    events.add(new RunEvent.PhaseEnded(now, "restore", PhaseState.PASSED, Optional.empty()));
    events.add(new RunEvent.PhaseStarted(now, "verify"));
    now = now.plusSeconds(10);
    events.add(new RunEvent.PhaseEnded(now, "verify", PhaseState.PASSED, Optional.empty()));
  }

  private void phase(String name, PhaseState state, Optional<Finding> finding) {
    events.add(new RunEvent.PhaseEnded(now, name, state, finding));
  }

  private void check(Check check) {
    events.add(new RunEvent.CheckRecorded(now, "verify", Sandbox.TARGET, check, false));
  }

  private void prove(Check check) {
    events.add(new RunEvent.CheckRecorded(now, "verify", Sandbox.TARGET, check, true));
  }

  private void finding(String code) {
    events.add(new RunEvent.FindingRecorded(now, Finding.unknown(code, "Could not tell.")));
  }

  private Run run() {
    return RunFold.fold(ID, events);
  }

  private RunOutcome outcome() {
    return RunFold.outcome(ID, events);
  }

  private List<String> codes() {
    return run().findings().stream().map(Finding::code).toList();
  }
}
