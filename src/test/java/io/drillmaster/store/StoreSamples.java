package io.drillmaster.store;

import io.drillmaster.config.DrillmasterConfig.StoreConfig;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.Objectives;
import io.drillmaster.core.run.PhaseState;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.RunState;
import io.drillmaster.core.run.Verdict;
import io.drillmaster.core.sandbox.Residue;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Events and results for the tests of the store. */
final class StoreSamples {
  static final Instant NOW = Instant.parse("2026-11-22T14:00:00.123456Z");
  static final Clock CLOCK = Clock.fixed(NOW, ZoneOffset.UTC);
  static final Target TARGET = new Target("infra", "volsync", "business", "n8n");
  static final Finding FINDING =
      Finding.critical("sync-overdue", "The sync is overdue.")
          .expected("at most 8h")
          .observed("1d 22h")
          .next("kubectl -n business describe replicationsource n8n")
          .runbook("docs/runbooks/BackupStale.md")
          .causedBy(new Target("infra", "object-store", "business", "n8n-restic"));

  private StoreSamples() {}

  static StoreConfig config(Path directory) {
    return new StoreConfig(directory, Duration.ofDays(7), Duration.ofDays(90));
  }

  static RunEvent.RunStarted started(String cluster, String kind, Instant at) {
    return new RunEvent.RunStarted(
        at,
        new RunRequest(kind, cluster, Map.of("component", "volsync"), "static-token"),
        new Target(cluster, kind, "", "all"),
        Plan.Purpose.DRILL,
        List.of("restore", "verify"),
        new Objectives(Optional.of(Duration.ofMinutes(30)), Optional.empty()),
        Optional.of(new Plan.RtoClock("restore", "verify")));
  }

  static RunEvent.RunEnded ended() {
    return new RunEvent.RunEnded(NOW, RunState.ENDED, Verdict.VERIFIED, 0);
  }

  static RunEvent progressed(String line) {
    return new RunEvent.Progressed(NOW, "restore", line);
  }

  /** One of each kind. */
  static List<RunEvent> everyEvent() {
    return List.of(
        started("infra", "drill", NOW),
        new RunEvent.PhaseStarted(NOW, "restore"),
        progressed("replaying – 63 of ~88 ✔"),
        new RunEvent.CheckRecorded(NOW, "verify", TARGET, Check.failed("age", FINDING), true),
        new RunEvent.CheckRecorded(
            NOW, "verify", TARGET, Check.passed("size", "some", "3 GiB"), false),
        new RunEvent.RpoMeasured(NOW, Duration.ofMillis(3_250)),
        new RunEvent.UndoRegistered(NOW, "restore", "remove-cluster"),
        new RunEvent.PhaseEnded(NOW, "restore", PhaseState.FAILED, Optional.of(FINDING)),
        new RunEvent.CancelRequested(NOW, "shutdown"),
        new RunEvent.UndoStarted(NOW, "remove-cluster", 2),
        new RunEvent.UndoEnded(NOW, "remove-cluster", false, Optional.of(FINDING)),
        new RunEvent.FindingRecorded(NOW, FINDING),
        new RunEvent.RecoveryStarted(NOW),
        new RunEvent.ResidueCounted(NOW, new Residue(List.of("Job/test-restore/x"))),
        ended());
  }

  static ProbeResult result(Target target, Instant startedAt, Check... checks) {
    return new ProbeResult(
        "volsync",
        target,
        List.of(checks),
        List.of(Measure.SIZE.of(3.5)),
        startedAt,
        Duration.ofMillis(12),
        List.of());
  }
}
