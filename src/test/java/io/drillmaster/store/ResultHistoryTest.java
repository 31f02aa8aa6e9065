package io.drillmaster.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ResultHistoryTest {
  private static final Check GOOD = Check.passed("age", "at most 8h", "1h");
  private static final Check BAD =
      Check.failed("age", Finding.critical("sync-overdue", "The sync is overdue."));
  private static final Target OTHER = new Target("apps", "volsync", "business", "odoo");

  @TempDir Path directory;

  @Test
  void everyTargetStandsWhereItStoodBeforeTheRestart() {
    StatusBoard before = new StatusBoard();
    try (H2Store store = open(StoreSamples.NOW);
        ResultHistory history = new ResultHistory(store)) {
      before.addListener(history);
      publish(before, StoreSamples.TARGET, 0, GOOD);
      publish(before, StoreSamples.TARGET, 1, BAD);
      publish(before, StoreSamples.TARGET, 2, BAD, GOOD);
      publish(before, OTHER, 3, GOOD);
    }

    StatusBoard after = restored(StoreSamples.NOW);

    assertThat(after.standings()).isEqualTo(before.standings());
    Standing standing = after.standings().get(1);
    assertThat(standing.recent()).containsExactly(Status.OK, Status.CRITICAL, Status.CRITICAL);
    assertThat(standing.since()).isEqualTo(StoreSamples.NOW.plusSeconds(1));
  }

  @Test
  void aTargetThatIsNoPartOfTheEstateAnyMoreIsNotRestored() {
    try (H2Store store = open(StoreSamples.NOW);
        ResultHistory history = new ResultHistory(store)) {
      StatusBoard board = new StatusBoard();
      board.addListener(history);
      publish(board, StoreSamples.TARGET, 0, GOOD);
      publish(board, OTHER, 0, GOOD);
    }
    try (H2Store store = open(StoreSamples.NOW);
        ResultHistory history = new ResultHistory(store)) {
      StatusBoard board = new StatusBoard();
      history.restore(board, s -> s.latest().target().cluster().equals("apps"));
      assertThat(board.standings()).extracting(s -> s.latest().target()).containsExactly(OTHER);
    }
  }

  @Test
  void aRetiredTargetIsForgotten() {
    try (H2Store store = open(StoreSamples.NOW);
        ResultHistory history = new ResultHistory(store)) {
      StatusBoard board = new StatusBoard();
      board.addListener(history);
      publish(board, StoreSamples.TARGET, 0, GOOD);
      board.retain("infra", "volsync", Set.of());
    }

    assertThat(restored(StoreSamples.NOW).standings()).isEmpty();
  }

  @Test
  void ofEachTargetOnlyTheLatestResultsAreKept() {
    try (H2Store store = open(StoreSamples.NOW)) {
      try (ResultHistory history = new ResultHistory(store)) {
        StatusBoard board = new StatusBoard();
        board.addListener(history);
        for (int i = 0; i < 50; i++) {
          publish(board, StoreSamples.TARGET, i, i == 49 ? BAD : GOOD);
        }
        publish(board, OTHER, 0, GOOD);
      }
      store.prune();
      int rows =
          store.results(
              "count",
              (table, connection) -> {
                try (var count =
                    connection.createStatement().executeQuery("select count(*) from result")) {
                  count.next();
                  return count.getInt(1);
                }
              });
      assertThat(rows).isEqualTo(StatusBoard.RECENT + 1);
    }
    Standing restored = restored(StoreSamples.NOW).standings().get(1);

    assertThat(restored.latest().status()).isEqualTo(Status.CRITICAL);
    assertThat(restored.recent()).hasSize(StatusBoard.RECENT);
  }

  @Test
  void oldResultsAreForgotten() {
    try (H2Store store = open(StoreSamples.NOW);
        ResultHistory history = new ResultHistory(store)) {
      StatusBoard board = new StatusBoard();
      board.addListener(history);
      publish(board, StoreSamples.TARGET, 0, GOOD);
    }
    Instant later = StoreSamples.NOW.plus(Duration.ofDays(8));
    try (H2Store store = open(later)) {
      store.prune();
    }

    assertThat(restored(later).standings()).isEmpty();
  }

  @Test
  void aBrokenStoreNeverKeepsAProbeFromPublishing() {
    H2Store store = open(StoreSamples.NOW);
    StatusBoard board = new StatusBoard();
    try (ResultHistory history = new ResultHistory(store)) {
      board.addListener(history);
      store.close();
      for (int i = 0; i < 10_000; i++) {
        publish(board, StoreSamples.TARGET, i, GOOD);
      }
      await().untilAsserted(() -> assertThat(history.dropped()).isEqualTo(10_000));
      history.restore(board, standing -> true);
    }
    assertThat(board.standings()).hasSize(1);
  }

  @Test
  void resultsAreKeptAgainWhenTheStoreWorksAgain() {
    try (H2Store store = open(StoreSamples.NOW);
        ResultHistory history = new ResultHistory(store)) {
      StatusBoard board = new StatusBoard();
      board.addListener(history);
      publish(board, StoreSamples.TARGET, 0, GOOD);
      try {
        store.results(
            "be broken",
            (table, connection) -> connection.createStatement().execute("shutdown immediately"));
      } catch (StoreException broken) {
        // as intended
      }
      publish(board, OTHER, 1, BAD);
    }

    assertThat(restored(StoreSamples.NOW).standings())
        .extracting(s -> s.latest().target())
        .contains(OTHER);
  }

  @Test
  void aResultThatCannotBeReadIsPassedOver() {
    try (H2Store store = open(StoreSamples.NOW)) {
      try (ResultHistory history = new ResultHistory(store)) {
        StatusBoard board = new StatusBoard();
        board.addListener(history);
        publish(board, StoreSamples.TARGET, 0, GOOD);
        publish(board, OTHER, 0, GOOD);
      }
      store.results(
          "damage a row",
          (table, connection) ->
              connection
                  .createStatement()
                  .executeUpdate("update result set json = '{' where cluster = 'infra'"));
    }

    assertThat(restored(StoreSamples.NOW).standings())
        .extracting(s -> s.latest().target())
        .isEqualTo(Collections.singletonList(OTHER));
  }

  private StatusBoard restored(Instant now) {
    StatusBoard board = new StatusBoard();
    try (H2Store store = open(now);
        ResultHistory history = new ResultHistory(store)) {
      history.restore(board, standing -> true);
    }
    return board;
  }

  private H2Store open(Instant now) {
    return H2Store.open(StoreSamples.config(directory), Clock.fixed(now, ZoneOffset.UTC));
  }

  private static void publish(StatusBoard board, Target target, int second, Check... checks) {
    board.publish(StoreSamples.result(target, StoreSamples.NOW.plusSeconds(second), checks));
  }
}
