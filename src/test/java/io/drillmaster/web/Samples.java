package io.drillmaster.web;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An estate in which something of every kind is wrong, and one in which nothing is. */
final class Samples {
  static final Instant NOW = Instant.parse("2026-11-22T14:02:09Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Duration EVERY = Duration.ofSeconds(30);

  private Samples() {}

  static DrillmasterConfig config(String... clusters) {
    return config(Optional.empty(), false, clusters);
  }

  static DrillmasterConfig config(Optional<Path> token, boolean readsNeedToken, String... names) {
    List<DrillmasterConfig.ClusterConfig> clusters =
        java.util.stream.Stream.of(names)
            .map(
                name ->
                    new DrillmasterConfig.ClusterConfig(
                        name,
                        name.equals("infra") ? "hub" : "",
                        new DrillmasterConfig.ClusterAccess.InCluster(),
                        List.of()))
            .toList();
    ProbeSettings settings = new ProbeSettings(true, EVERY, Duration.ofSeconds(15), Map.of());
    return new DrillmasterConfig(
        clusters,
        Map.of("volsync", settings, "object-store", settings),
        new DrillmasterConfig.ApiConfig("127.0.0.1", 0, token, readsNeedToken),
        new DrillmasterConfig.ManagementConfig("127.0.0.1", 0),
        new DrillmasterConfig.StoreConfig(
            Path.of("target/none"), Duration.ofDays(7), Duration.ofDays(90)));
  }

  static EstateView estate(StatusBoard board, String... clusters) {
    return new Estate(board, config(clusters), CLOCK).now();
  }

  /** Two clusters: one with a fault of every kind, one that is well. */
  static StatusBoard mixedBoard() {
    StatusBoard board = new StatusBoard();
    publishInfra(board);
    publishWell(board, "apps");
    return board;
  }

  static StatusBoard goodBoard() {
    StatusBoard board = new StatusBoard();
    publishWell(board, "apps");
    return board;
  }

  static void publishWell(StatusBoard board, String cluster) {
    board.publish(result("volsync", new Target(cluster, "volsync", "", "discovery"), found(2)));
    board.publish(
        result("object-store", new Target(cluster, "object-store", "", "discovery"), found(1)));
    for (String app : List.of("n8n", "odoo")) {
      board.publish(good(new Target(cluster, "volsync", "business", app), Duration.ofHours(6)));
    }
    board.publish(
        result(
            "object-store",
            new Target(cluster, "object-store", "business", "n8n-volsync-secret"),
            List.of(Check.passed("reachable", "an answer", "in 42ms"))));
  }

  private static void publishInfra(StatusBoard board) {
    Target bucket = new Target("infra", "object-store", "business", "n8n-volsync-secret");
    board.publish(result("volsync", new Target("infra", "volsync", "", "discovery"), found(5)));
    board.publish(
        good(new Target("infra", "volsync", "databases", "postgres"), Duration.ofHours(12)));
    board.publish(overdue(new Target("infra", "volsync", "business", "n8n")));
    board.publish(slow(new Target("infra", "volsync", "business", "odoo")));
    board.publish(result("object-store", bucket, List.of(Check.failed("listing", wrongKey()))));
    for (String app : List.of("wiki", "a-very-long-name-of-an-application-that-somebody-gave-it")) {
      board.publish(
          result(
              "volsync",
              new Target("infra", "volsync", "business", app),
              List.of(
                  Check.passed("last sync", "Successful", "Successful"),
                  Check.failed("newest snapshot", wrongKey().causedBy(bucket)))));
    }
  }

  private static Finding wrongKey() {
    return Finding.unknown("bucket-wrong-key", "The bucket does not know the access key.")
        .next("kubectl --context infra -n business describe externalsecret n8n-volsync")
        .runbook("docs/runbooks/BucketUnreachable.md");
  }

  static ProbeResult good(Target target, Duration age) {
    return result(
        target.kind(),
        target,
        List.of(
            Check.passed("last sync", "Successful", "Successful"),
            Check.passed("snapshot age", "at most 24h", Words.span(age))),
        measured(age, Duration.ofHours(24), 44_238_813_184.0));
  }

  private static ProbeResult overdue(Target target) {
    Finding old =
        Finding.critical("sync-overdue", "The last good sync is older than its schedule allows.")
            .expected("at most 8h 30m")
            .observed("1d 22h 02m")
            .next("kubectl --context infra -n business describe replicationsource n8n")
            .runbook("docs/runbooks/BackupStale.md");
    Finding failed =
        Finding.critical("mover-failed", "restic: the repository is already locked.")
            .expected("Successful")
            .observed("Failed")
            .next("kubectl --context infra -n business describe replicationsource n8n")
            .runbook("docs/runbooks/MoverFailed.md");
    return result(
        "volsync",
        target,
        List.of(
            Check.passed("schedule", "understood", "0 */8 * * *"),
            Check.failed("snapshot age", old),
            Check.failed("last sync", failed)),
        measured(Duration.ofHours(46).plusMinutes(2), Duration.ofHours(8), 3_328_599_654.0));
  }

  private static ProbeResult slow(Target target) {
    Finding slow =
        Finding.warning("bucket-slow", "The bucket answers slowly.")
            .expected("within 2s")
            .observed("3.1s")
            .next("kubectl --context infra -n business get replicationsource odoo -o yaml")
            .runbook("docs/runbooks/BucketUnreachable.md");
    return result(
        "volsync",
        target,
        List.of(
            Check.passed("last sync", "Successful", "Successful"), Check.failed("latency", slow)),
        measured(Duration.ofMinutes(95), Duration.ofHours(8), 512));
  }

  private static List<Measurement> measured(Duration age, Duration rpo, double size) {
    return List.of(
        Measure.LAST_SUCCESS.of(NOW.minus(age)),
        Measure.RPO_OBJECTIVE.of(rpo),
        Measure.SIZE.of(size));
  }

  private static List<Check> found(int count) {
    return List.of(Check.passed("found", "at least one", count + " objects"));
  }

  static ProbeResult result(String probe, Target target, List<Check> checks) {
    return result(probe, target, checks, List.of());
  }

  private static ProbeResult result(
      String probe, Target target, List<Check> checks, List<Measurement> measurements) {
    return new ProbeResult(
        probe,
        target,
        checks,
        new ArrayList<>(measurements),
        NOW.minusSeconds(12),
        Duration.ofMillis(420),
        List.of("a line of the transcript that nobody sees"));
  }
}
