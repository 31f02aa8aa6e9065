package io.drillmaster.web;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.Objectives;
import io.drillmaster.core.run.PhaseState;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunFold;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.core.run.RunState;
import io.drillmaster.core.run.Verdict;
import io.drillmaster.core.sandbox.Residue;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Runs as their events tell them. */
final class SampleRuns {
  static final Instant START = Instant.parse("2026-11-22T13:52:00Z");
  static final Target DATABASE = new Target("infra", "cnpg", "databases", "postgres");
  static final Target VOLUME = new Target("infra", "volsync", "business", "n8n");

  private SampleRuns() {}

  static Run fold(String id, List<RunEvent> events) {
    return RunFold.fold(new RunId(id), events);
  }

  /** A drill in its third phase. */
  static List<RunEvent> drillUnderWay() {
    List<RunEvent> events = new ArrayList<>();
    events.add(
        new RunEvent.RunStarted(
            START,
            new RunRequest("cnpg-restore", "infra", Map.of("target", "latest"), "static-token"),
            DATABASE,
            Plan.Purpose.DRILL,
            List.of("preflight", "restore", "recover", "verify", "cleanup"),
            new Objectives(Optional.of(Duration.ofMinutes(30)), Optional.of(Duration.ofMinutes(5))),
            Optional.of(new Plan.RtoClock("restore", "recover"))));
    phase(events, 0, 4, "preflight", "backup found, target covered by WAL, quota free");
    events.add(new RunEvent.UndoRegistered(START.plusSeconds(4), "restore", "delete-cluster"));
    phase(events, 4, 6, "restore", "recovery cluster created");
    events.add(new RunEvent.PhaseStarted(START.plusSeconds(6), "recover"));
    events.add(
        new RunEvent.Progressed(
            START.plusSeconds(347), "recover", "replaying WAL 00000001…A7 (63 of ~88)"));
    return events;
  }

  /** The same drill at its good end. */
  static List<RunEvent> drillVerified() {
    List<RunEvent> events = drillUnderWay();
    events.add(ended(425, "recover", PhaseState.PASSED));
    events.add(new RunEvent.PhaseStarted(START.plusSeconds(425), "verify"));
    events.add(
        new RunEvent.CheckRecorded(
            START.plusSeconds(430),
            "verify",
            DATABASE,
            Check.passed("sentinel rows", "the row before the target", "1 row"),
            true));
    events.add(new RunEvent.RpoMeasured(START.plusSeconds(431), Duration.ofSeconds(3)));
    events.add(ended(436, "verify", PhaseState.PASSED));
    phase(events, 436, 437, "cleanup", "");
    events.add(new RunEvent.UndoStarted(START.plusSeconds(437), "delete-cluster", 1));
    events.add(
        new RunEvent.UndoEnded(START.plusSeconds(470), "delete-cluster", true, Optional.empty()));
    events.add(new RunEvent.ResidueCounted(START.plusSeconds(473), Residue.NONE));
    events.add(new RunEvent.RunEnded(START.plusSeconds(474), RunState.ENDED, Verdict.VERIFIED, 0));
    return events;
  }

  /** The same drill, failed, with something left behind. */
  static List<RunEvent> drillFailed() {
    List<RunEvent> events = drillUnderWay();
    Finding gap =
        Finding.critical("wal-gap", "A WAL segment behind the base backup is missing.")
            .expected("an unbroken chain")
            .observed("0000000100000002000000A8 is missing")
            .next("task dr:verify-cnpg CLUSTER=infra");
    events.add(
        new RunEvent.PhaseEnded(
            START.plusSeconds(425), "recover", PhaseState.FAILED, Optional.of(gap)));
    events.add(ended(425, "verify", PhaseState.SKIPPED));
    events.add(ended(425, "cleanup", PhaseState.SKIPPED));
    events.add(new RunEvent.UndoStarted(START.plusSeconds(425), "delete-cluster", 1));
    events.add(
        new RunEvent.UndoEnded(START.plusSeconds(470), "delete-cluster", true, Optional.empty()));
    events.add(
        new RunEvent.ResidueCounted(
            START.plusSeconds(473),
            new Residue(List.of("PersistentVolumeClaim/test-restore/pitr-7f3a-1"))));
    events.add(new RunEvent.RunEnded(START.plusSeconds(474), RunState.ENDED, Verdict.FAILED, 3));
    return events;
  }

  /** A verification that found something bad. */
  static List<RunEvent> verification() {
    List<RunEvent> events = new ArrayList<>();
    events.add(
        new RunEvent.RunStarted(
            START,
            new RunRequest("verify-backups", "all", Map.of("component", "volsync"), "static-token"),
            new Target("all", "verify-backups", "", "volsync"),
            Plan.Purpose.VERIFICATION,
            List.of("infra-volsync"),
            Objectives.NONE,
            Optional.empty()));
    events.add(new RunEvent.PhaseStarted(START, "infra-volsync"));
    for (var standing : Samples.mixedBoard().standings()) {
      standing.latest().checks().stream()
          .filter(c -> standing.latest().target().name().matches("postgres|n8n"))
          .forEach(
              check ->
                  events.add(
                      new RunEvent.CheckRecorded(
                          START.plusSeconds(3),
                          "infra-volsync",
                          standing.latest().target(),
                          check,
                          false)));
    }
    events.add(ended(9, "infra-volsync", PhaseState.PASSED));
    events.add(new RunEvent.RunEnded(START.plusMillis(9400), RunState.ENDED, Verdict.FAILED, 1));
    return events;
  }

  private static void phase(List<RunEvent> events, int from, int to, String name, String progress) {
    events.add(new RunEvent.PhaseStarted(START.plusSeconds(from), name));
    if (!progress.isEmpty()) {
      events.add(new RunEvent.Progressed(START.plusSeconds(from), name, progress));
    }
    events.add(ended(to, name, PhaseState.PASSED));
  }

  private static RunEvent ended(int second, String phase, PhaseState state) {
    return new RunEvent.PhaseEnded(START.plusSeconds(second), phase, state, Optional.empty());
  }
}
