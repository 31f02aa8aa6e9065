package io.drillmaster.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.Golden;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusTableTest {
  @Test
  void showsProblemsFirstEachWithItsNextStep() {
    String table =
        StatusTable.render(Samples.estate(Samples.mixedBoard(), "infra", "apps"), Paint.PLAIN);

    Golden.assertMatches("status-mixed.txt", table);
    assertThat(table).doesNotContain("\u001b");
  }

  @Test
  void collapsesWhatIsGood() {
    Golden.assertMatches(
        "status-good.txt",
        StatusTable.render(Samples.estate(Samples.goodBoard(), "apps"), Paint.PLAIN));
  }

  private static void publish(StatusBoard board, String name, Check check) {
    Target target = new Target("apps", "coverage", "business", name);
    board.publish(
        new ProbeResult(
            "coverage",
            target,
            List.of(check),
            List.of(),
            Samples.NOW.minusSeconds(2),
            Duration.ZERO,
            List.of()));
  }

  @Test
  void hundredsOfGoodTargetsAreOneRowAndWhatIsLeftOutIsNotAmongThem() {
    StatusBoard board = Samples.goodBoard();
    for (int i = 0; i < 300; i++) {
      publish(board, "pvc/app-" + i, Check.passed("backup", "a source", "a source"));
    }
    publish(board, "pvc/redis", Check.passed("left out", "a backup, or a reason", "a cache"));

    String table = StatusTable.render(Samples.estate(board, "apps"), Paint.PLAIN);

    assertThat(table)
        .containsPattern("(?m)^✔ coverage +301 targets +– +301/301$")
        .contains("– left out of coverage: a cache: business/pvc/redis\n")
        .doesNotContain("app-17")
        .contains("304 good, 0 bad, 0 unknown");
    assertThat(table.lines().count()).isLessThan(15);
  }

  @Test
  void ofManyProblemsOfOneKindTheFirstStandForAll() {
    StatusBoard board = Samples.goodBoard();
    for (int i = 0; i < 300; i++) {
      Finding bare = Finding.critical("claim-unprotected", "Nothing backs it up.").next("kubectl");
      publish(board, "pvc/app-" + i, Check.failed("backup", bare));
    }

    String table = StatusTable.render(Samples.estate(board, "apps"), Paint.PLAIN);

    assertThat(table).contains("… and 290 more of coverage claim-unprotected, named above");
    assertThat(table.lines().filter(line -> line.contains("kubectl"))).hasSize(10);
    assertThat(table.lines().filter(line -> line.contains("pvc/app-299 "))).hasSize(1);
  }

  @Test
  void aClusterThatNobodyLookedAtIsUnknown() {
    Golden.assertMatches(
        "status-silent.txt",
        StatusTable.render(Samples.estate(new StatusBoard(), "apps"), Paint.PLAIN));
  }

  @Test
  void aGoodAnswerThatIsTooOldIsUnknownAndNotGreen() {
    Clock later = Clock.fixed(Samples.NOW.plus(Duration.ofHours(3)), ZoneOffset.UTC);
    EstateView estate = new Estate(Samples.goodBoard(), Samples.config("apps"), later).now();

    String table = StatusTable.render(estate, Paint.PLAIN);

    Golden.assertMatches("status-stale.txt", table);
    assertThat(table).contains("0 good, 0 bad, 5 unknown").doesNotContain("✔");
  }

  @Test
  void colourOnlyRepeatsWhatSymbolAndWordSay() {
    EstateView estate = Samples.estate(Samples.mixedBoard(), "infra", "apps");

    String coloured = StatusTable.render(estate, Paint.ANSI);

    assertThat(coloured).contains("\u001b[31m✖ CRITICAL\u001b[0m");
    assertThat(coloured.replaceAll("\u001b\\[[0-9]+m", ""))
        .isEqualTo(StatusTable.render(estate, Paint.PLAIN));
  }

  @Test
  void aNameCannotBreakTheTable() {
    StatusBoard board = new StatusBoard();
    board.publish(
        Samples.result(
            "volsync",
            new Target("apps", "volsync", "a\u001b[2J\nb", "x\u202ey".repeat(40)),
            List.of(Check.passed("a\rb", "", ""))));

    String table = StatusTable.render(Samples.estate(board, "apps"), Paint.PLAIN);

    assertThat(table).doesNotContain("\u001b", "\u202e", "\r");
    assertThat(table.lines().filter(line -> line.startsWith("✔"))).hasSize(1);
  }
}
