package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.Golden;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class RunTextTest {
  private static final Instant NOW = SampleRuns.START.plusSeconds(347);

  private static String report(List<RunEvent> events) {
    Run run = SampleRuns.fold("7f3a", events);
    RunView view = new RunView(run, Map.of("recover", Duration.ofSeconds(430)), NOW);
    return RunText.report(view, Paint.PLAIN);
  }

  @Test
  void showsWhereADrillStandsAndHowLongItUsuallyTakes() {
    Golden.assertMatches("run-under-way.txt", report(SampleRuns.drillUnderWay()));
  }

  @Test
  void showsAVerifiedDrillWithItsTimes() {
    Golden.assertMatches("run-verified.txt", report(SampleRuns.drillVerified()));
  }

  @Test
  void showsAFailedDrillWithWhatItLeft() {
    Golden.assertMatches("run-failed.txt", report(SampleRuns.drillFailed()));
  }

  @Test
  void showsAVerificationWithItsProblems() {
    Golden.assertMatches("run-verification.txt", report(SampleRuns.verification()));
  }

  @Test
  void showsTheHistoryAsATable() {
    List<Run> runs =
        List.of(
            SampleRuns.fold("9c1d", SampleRuns.drillUnderWay()),
            SampleRuns.fold("7f3a", SampleRuns.drillVerified()),
            SampleRuns.fold("5b20", SampleRuns.verification()));
    Golden.assertMatches("run-history.txt", RunText.history(runs, NOW));
    assertThat(RunText.history(List.of(), NOW)).isEqualTo("no runs yet\n");
  }

  @Test
  void tellsProgressLineByLine() {
    Golden.assertMatches("run-progress-verified.txt", progress(SampleRuns.drillVerified()));
    Golden.assertMatches("run-progress-failed.txt", progress(SampleRuns.drillFailed()));
    Golden.assertMatches("run-progress-verification.txt", progress(SampleRuns.verification()));
  }

  private static String progress(List<RunEvent> events) {
    ProgressLines lines = new ProgressLines(new RunId("7f3a"));
    return events.stream()
        .flatMap(event -> lines.lines(event).stream())
        .collect(Collectors.joining("\n", "", "\n"));
  }
}
