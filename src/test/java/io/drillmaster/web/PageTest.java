package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.Golden;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PageTest {
  private static List<Run> runs() {
    return List.of(
        SampleRuns.fold("9c1d", SampleRuns.drillUnderWay()),
        SampleRuns.fold("7f3a", SampleRuns.drillVerified()),
        SampleRuns.fold("5b20", SampleRuns.verification()),
        SampleRuns.fold("1e77", SampleRuns.drillFailed()));
  }

  private static String page(List<RunEvent> events) {
    Run run = SampleRuns.fold("7f3a", events);
    return RunPage.render(
        new RunView(
            run, Map.of("recover", Duration.ofSeconds(430)), SampleRuns.START.plusSeconds(347)));
  }

  @Test
  void answersWhetherOneCouldRecoverNow() {
    String page = StatusPage.render(Samples.estate(Samples.mixedBoard(), "infra", "apps"), runs());

    Golden.assertMatches("page-mixed.html", page);
    assertThat(page).contains("Not everything", "Yes, as far as the probes can see");
  }

  @Test
  void aClusterThatNobodyLookedAtIsNotGreen() {
    String page = StatusPage.render(Samples.estate(new StatusBoard(), "apps"), List.of());

    Golden.assertMatches("page-silent.html", page);
    assertThat(page).contains("Nobody can tell").doesNotContain("class=\"answer ok\"");
  }

  @Test
  void rendersTheReportOfARun() {
    Golden.assertMatches("page-run-under-way.html", page(SampleRuns.drillUnderWay()));
    Golden.assertMatches("page-run-verified.html", page(SampleRuns.drillVerified()));
    Golden.assertMatches("page-run-failed.html", page(SampleRuns.drillFailed()));
    Golden.assertMatches("page-run-verification.html", page(SampleRuns.verification()));
  }

  @Test
  void whateverComesFromAClusterIsEscaped() {
    StatusBoard board = new StatusBoard();
    String evil = "\"><script>alert(1)</script>'";
    board.publish(
        Samples.result(
            "volsync",
            new Target("apps", "volsync", evil, evil),
            List.of(
                Check.failed(
                    evil,
                    Finding.critical("sync-overdue", evil)
                        .expected(evil)
                        .observed(evil)
                        .next(evil)
                        .runbook(evil)))));

    assertThat(StatusPage.render(Samples.estate(board, "apps"), List.of()))
        .doesNotContain("<script>")
        .contains("&lt;script&gt;");
  }

  @Test
  void thePagesLoadNothingFromElsewhereAndHoldNothingInline() throws IOException {
    try (Stream<Path> files =
        Stream.of("templates", "static")
            .flatMap(folder -> list(Path.of("src/main/resources", folder)))) {
      for (Path file : files.toList()) {
        String text = Files.readString(file).replace("http://www.w3.org/2000/svg", "");
        assertThat(text).as(file.toString()).doesNotContain("http:", "https:", "@import", "url(");
        assertThat(text)
            .as(file.toString())
            .doesNotContainPattern("style=\"")
            .doesNotContainPattern("\\son[a-z]+=\"")
            .doesNotContainPattern("<script(?! src=)");
      }
    }
  }

  private static Stream<Path> list(Path folder) {
    try {
      return Files.list(folder);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
