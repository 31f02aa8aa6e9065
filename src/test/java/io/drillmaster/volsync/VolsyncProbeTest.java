package io.drillmaster.volsync;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.FakeCluster;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.s3.FakeBuckets;
import io.drillmaster.s3.S3FailureException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VolsyncProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:02:00Z");
  private static final Instant SNAPSHOT = Instant.parse("2026-11-22T08:00:55Z");
  private static final String SECRET_VALUE = "planted-4711-secret";
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(
          true,
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Map.of(
              "bucketEvery", Duration.ofMinutes(5),
              "graceAfterMissedSync", Duration.ofMinutes(30),
              "stuckAfter", Duration.ofHours(6),
              "staleLockAfter", Duration.ofMinutes(30)));

  private final TickingClock clock = new TickingClock(NOW);
  private final FakeCluster cluster = new FakeCluster();
  private final FakeBuckets buckets = new FakeBuckets(clock);
  private final VolsyncProbe probe = new VolsyncProbe(cluster, buckets, SETTINGS, clock);
  private final SourceSeed source = new SourceSeed();
  private ProbeContext context;

  @BeforeEach
  void seed() {
    cluster.putPvc("business", "odoo-data").putSecret("business", "odoo-volsync", secret());
    buckets
        .put("odoo/config", Instant.parse("2026-06-01T16:00:10Z"))
        .put("odoo/keys/" + "a".repeat(64), Instant.parse("2026-06-01T16:00:10Z"))
        .put("odoo/data/aa/" + "b".repeat(64), SNAPSHOT)
        .put("odoo/snapshots/" + "c".repeat(64), Instant.parse("2026-11-15T08:00:50Z"))
        .put("odoo/snapshots/" + "d".repeat(64), SNAPSHOT);
  }

  private static Map<String, String> secret() {
    return new HashMap<>(
        Map.of(
            "RESTIC_REPOSITORY", "s3:https://account.r2.cloudflarestorage.com/volsync/odoo",
            "RESTIC_PASSWORD", SECRET_VALUE,
            "AWS_ACCESS_KEY_ID", SECRET_VALUE,
            "AWS_SECRET_ACCESS_KEY", SECRET_VALUE));
  }

  private Judgement judge() {
    return judge(Instant.EPOCH);
  }

  private Judgement judge(Instant notBefore) {
    context = new ProbeContext(clock, Deadline.in(Duration.ofSeconds(15), clock), notBefore);
    return probe.judge(probe.discover(List.of(source.resource())).subjects().get(0), context);
  }

  private static Status status(Judgement judgement) {
    return Status.worstOf(judgement.checks().stream().map(Check::status).toList());
  }

  private static List<String> codes(Judgement judgement) {
    return findings(judgement).stream().map(Finding::code).toList();
  }

  private static List<Finding> findings(Judgement judgement) {
    return judgement.checks().stream().flatMap(check -> check.finding().stream()).toList();
  }

  private static Finding only(Judgement judgement) {
    assertThat(codes(judgement)).hasSize(1);
    return findings(judgement).get(0);
  }

  private static Optional<Double> measured(Judgement judgement, Measure measure) {
    return judgement.measurements().stream()
        .filter(m -> m.measure().equals(measure))
        .map(Measurement::value)
        .findFirst();
  }

  @Test
  void aHealthySourceHasNoFindingThroughAWholeDay() {
    for (int round = 0; round < 24 * 12; round++) {
      clock.advance(Duration.ofMinutes(5));
      if (clock.instant().getEpochSecond() % (8 * 3600) < 300) {
        Instant end = clock.instant();
        source.set("status.lastSyncTime", end.toString());
        buckets.put("odoo/snapshots/%064x".formatted(round), end.minusSeconds(15));
      }
      assertThat(findings(judge())).as("at %s", clock.instant()).isEmpty();
    }
    assertThat(judge().checks())
        .extracting(Check::name)
        .containsExactly(
            "last sync", "schedule", "mover log", "snapshot", "locks", "repository", "volume");
  }

  @Test
  void measuresWhatTheBucketProves() {
    Judgement judgement = judge();
    assertThat(measured(judgement, Measure.LAST_SUCCESS))
        .hasValue((double) SNAPSHOT.getEpochSecond());
    assertThat(measured(judgement, Measure.RECOVERABLE_FROM))
        .hasValue((double) Instant.parse("2026-11-15T08:00:50Z").getEpochSecond());
    assertThat(measured(judgement, Measure.RPO_OBJECTIVE)).hasValue(8.5 * 3600);
    assertThat(measured(judgement, Measure.SIZE)).hasValue(500.0);
  }

  @Test
  void isOverdueHalfAnHourAfterAMissedSync() {
    clock.set(Instant.parse("2026-11-22T16:29:59Z"));
    assertThat(status(judge())).isEqualTo(Status.OK);
    clock.set(Instant.parse("2026-11-22T16:30:00Z"));
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("sync-overdue");
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
    assertThat(finding.sentence())
        .isEqualTo(
            "The backup of ReplicationSource business/odoo is overdue: the last sync ended 8h 28m"
                + " ago.");
    assertThat(finding.expected()).isEqualTo("a sync for 2026-11-22 16:00 UTC, at most 30m late");
    assertThat(finding.observed()).isEqualTo("last sync 2026-11-22 08:01 UTC (8h 28m ago)");
    assertThat(finding.next())
        .isEqualTo("kubectl --context infra -n business describe replicationsource odoo");
    assertThat(finding.runbook()).isEqualTo("docs/runbooks/BackupStale.md");
  }

  @Test
  void aSyncThatRunsIsExcusedFromWhatItServes() {
    clock.set(Instant.parse("2026-11-22T17:30:00Z"));
    source
        .set("status.lastSyncStartTime", "2026-11-22T16:00:02Z")
        .condition("True", "SyncInProgress");
    assertThat(codes(judge())).isEmpty();
  }

  @Test
  void aSyncThatRunsIsNotExcusedFromWhatWasMissedBefore() {
    clock.set(Instant.parse("2026-11-24T10:00:00Z"));
    source.set("status.lastSyncStartTime", "2026-11-24T09:50:00Z");
    assertThat(codes(judge())).containsExactly("sync-overdue");
  }

  @Test
  void aSyncThatDoesNotEndIsStuck() {
    source.set("status.lastSyncStartTime", "2026-11-22T08:02:00Z");
    clock.set(Instant.parse("2026-11-22T14:02:01Z"));
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("sync-stuck");
    assertThat(finding.sentence()).contains("has been running for 6h and does not end");
  }

  @Test
  void aFailedMoverSaysWhy() {
    source
        .set("status.latestMoverStatus.result", "Failed")
        .set(
            "status.latestMoverStatus.logs",
            "Fatal: unable to create lock in backend: " + SECRET_VALUE);
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("mover-failed");
    assertThat(finding.observed())
        .isEqualTo(
            "Failed; last good sync 2026-11-22 08:01 UTC (6h ago); restic: the repository is"
                + " already locked");
  }

  @Test
  void aReconcileErrorIsRed() {
    source.condition("False", "Error");
    assertThat(only(judge()).code()).isEqualTo("reconcile-error");
  }

  @Test
  void aNewSourceIsNotRedBeforeItsFirstSyncIsDue() {
    source.fresh("2026-11-22T14:00:00Z");
    buckets.remove("odoo/");
    Judgement judgement = judge();
    assertThat(findings(judgement)).isEmpty();
    assertThat(judgement.checks().get(0).observed())
        .isEqualTo("first sync due 2026-11-22 16:30 UTC");
  }

  @Test
  void aSourceThatNeverSyncedIsRedOnceItShouldHave() {
    source.fresh("2026-11-22T14:00:00Z");
    buckets.remove("odoo/");
    clock.set(Instant.parse("2026-11-22T16:30:00Z"));
    assertThat(only(judge()).code()).isEqualTo("never-synced");
  }

  @Test
  void theFirstSyncMayCreateTheRepository() {
    source
        .set("metadata.creationTimestamp", "2026-11-22T07:30:00Z")
        .set(
            "status.latestMoverStatus.logs",
            "created restic repository 1a2b3c\nsnapshot 3f2a9c1b saved");
    assertThat(codes(judge())).isEmpty();
  }

  @Test
  void aLaterSyncMustNotCreateTheRepository() {
    source.set(
        "status.latestMoverStatus.logs",
        "created restic repository 1a2b3c\nsnapshot 3f2a9c1b saved");
    assertThat(only(judge()).code()).isEqualTo("repository-created-anew");
  }

  @Test
  void successThatSavedNothingIsRed() {
    source
        .set("status.latestMoverStatus.logs", "Directory is empty skipping backup")
        .set("status.lastSyncTime", "2026-11-22T12:01:10Z");
    assertThat(codes(judge())).containsExactly("mover-saved-nothing", "snapshot-not-advancing");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Restic completed in 3s", " "})
  void aLogWithoutASavedSnapshotIsNotGreen(String log) {
    source.set("status.latestMoverStatus.logs", log);
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("mover-log-missing");
    assertThat(finding.severity()).isEqualTo(Status.WARNING);
  }

  @Test
  void aStatusThatTheBucketDoesNotConfirmIsRed() {
    source.set("status.lastSyncTime", "2026-11-22T12:01:10Z");
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("snapshot-not-advancing");
    assertThat(finding.expected()).isEqualTo("a snapshot of 2026-11-22 12:01 UTC");
    assertThat(finding.observed()).isEqualTo("newest snapshot 2026-11-22 08:00 UTC (6h 01m ago)");
  }

  @Test
  void whatForgetAndPruneWriteIsNoSnapshot() {
    buckets
        .put("odoo/index/" + "e".repeat(64), NOW)
        .put("odoo/data/ee/" + "f".repeat(64), NOW)
        .put("odoo/snapshots/readme", NOW);
    source.set("status.lastSyncTime", "2026-11-22T12:01:10Z");
    assertThat(only(judge()).code()).isEqualTo("snapshot-not-advancing");
  }

  @Test
  void anEmptiedRepositoryIsRed() {
    buckets.remove("odoo/snapshots/");
    assertThat(only(judge()).code()).isEqualTo("snapshot-missing");
  }

  @Test
  void anAbsentRepositoryIsRed() {
    buckets.remove("odoo/");
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("snapshot-missing");
    assertThat(finding.observed()).isEqualTo("no restic repository (no config or no key)");
  }

  @Test
  void aStaleLockIsToldAndAFreshOneIsNot() {
    buckets.put("odoo/locks/" + "1".repeat(64), NOW.minus(Duration.ofMinutes(29)));
    assertThat(codes(judge())).isEmpty();
    clock.advance(Duration.ofMinutes(6));
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("stale-lock");
    assertThat(finding.next())
        .startsWith(
            "kubectl --context infra -n business patch replicationsource odoo --type merge");
  }

  @Test
  void aPausedSourceWarnsAndTurnsRedWhenItIsOverdue() {
    source.set("spec.paused", true);
    assertThat(only(judge()).severity()).isEqualTo(Status.WARNING);
    clock.set(Instant.parse("2026-11-22T17:00:00Z"));
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("source-paused");
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
  }

  @Test
  void aSourceWithoutScheduleWarns() {
    source.remove("spec.trigger").remove("status.nextSyncTime");
    assertThat(only(judge()).code()).isEqualTo("schedule-missing");
    source.set("spec.trigger.manual", "now");
    assertThat(only(judge()).observed()).isEqualTo("only a manual trigger");
  }

  @Test
  void aScheduleThatIsNotUnderstoodIsUnknown() {
    source.set("spec.trigger.schedule", "@every 3h");
    Judgement judgement = judge();
    assertThat(only(judgement).code()).isEqualTo("schedule-not-understood");
    assertThat(status(judgement)).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void anotherMoverIsUnknown() {
    source.remove("spec.restic").set("spec.rclone.rcloneConfig", "x");
    Judgement judgement = judge();
    assertThat(only(judgement).code()).isEqualTo("mover-unknown");
    assertThat(only(judgement).observed()).isEqualTo("mover rclone");
    assertThat(status(judgement)).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aVolumeThatIsGoneIsRed() {
    cluster.remove(ResourceKind.PERSISTENT_VOLUME_CLAIM, "business", "odoo-data");
    assertThat(only(judge()).code()).isEqualTo("source-pvc-missing");
  }

  @Test
  void whatAnEarlierRoundReadOfVolumesIsNotUsed() {
    probe.claims(cluster.list(ResourceKind.PERSISTENT_VOLUME_CLAIM, soon()));
    cluster.remove(ResourceKind.PERSISTENT_VOLUME_CLAIM, "business", "odoo-data");
    assertThat(only(judge()).code()).isEqualTo("source-pvc-missing");
  }

  @Test
  void aListOfVolumesSparesTheReadingOfEach() {
    Subject<Resource> subject = probe.discover(List.of(source.resource())).subjects().get(0);
    probe.claims(cluster.list(ResourceKind.PERSISTENT_VOLUME_CLAIM, soon()));
    cluster.refuse(
        ResourceKind.PERSISTENT_VOLUME_CLAIM, Finding.unknown("forbidden", "not allowed"));
    assertThat(codes(probe.judge(subject, new ProbeContext(clock, soon(), Instant.EPOCH))))
        .isEmpty();
  }

  private Deadline soon() {
    return Deadline.in(Duration.ofSeconds(15), clock);
  }

  @Test
  void aVolumeThatCannotBeLookedAtIsUnknown() {
    cluster.refuse(
        ResourceKind.PERSISTENT_VOLUME_CLAIM, Finding.unknown("forbidden", "not allowed"));
    Judgement judgement = judge();
    assertThat(only(judgement).code()).isEqualTo("forbidden");
    assertThat(status(judgement)).isEqualTo(Status.UNKNOWN);
  }

  @Test
  void aMissingSecretIsRed() {
    judge();
    cluster.remove(ResourceKind.SECRET, "business", "odoo-volsync");
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("secret-missing");
    assertThat(finding.severity()).isEqualTo(Status.CRITICAL);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "RESTIC_REPOSITORY",
        "RESTIC_PASSWORD",
        "AWS_ACCESS_KEY_ID",
        "AWS_SECRET_ACCESS_KEY"
      })
  void aSecretWithoutAKeyIsRed(String key) {
    Map<String, String> values = secret();
    values.remove(key);
    cluster.putSecret("business", "odoo-volsync", values);
    Finding finding = only(judge());
    assertThat(finding.code()).isEqualTo("secret-key-missing");
    assertThat(finding.sentence()).contains(key).contains("ExternalSecret odoo-volsync");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "rest:https://user:planted-4711-secret@host/",
        "s3:https://planted-4711-secret:x@host/bucket",
        "s3:https://host/",
        "b2:bucket:path",
        "/srv/planted-4711-secret"
      })
  void aRepositoryThatIsNotUnderstoodIsUnknownAndNotPrinted(String repository) {
    Map<String, String> values = secret();
    values.put("RESTIC_REPOSITORY", repository);
    cluster.putSecret("business", "odoo-volsync", values);
    Judgement judgement = judge();
    assertThat(only(judgement).code()).isEqualTo("repository-not-understood");
    assertThat(status(judgement)).isEqualTo(Status.UNKNOWN);
    assertThat(judgement.toString() + context.transcript()).doesNotContain(SECRET_VALUE);
  }

  @Test
  void aBucketThatFailsIsUnknownHereAndPointsToItsOwnTarget() {
    buckets.fail(Kind.WRONG_SECRET, "403 SignatureDoesNotMatch");
    Judgement judgement = judge();
    Finding finding = only(judgement);
    assertThat(finding.code()).isEqualTo("bucket-wrong-secret");
    assertThat(finding.severity()).isEqualTo(Status.UNKNOWN);
    assertThat(finding.cause())
        .hasValue(new Target("infra", "object-store", "business", "odoo-volsync"));
    buckets.mend();
    assertThat(codes(judge())).isEmpty();
  }

  @Test
  void theBucketIsReadRarelyAndAtOnceWhenSomethingChanged() {
    judge();
    long first = buckets.listRequests();
    clock.advance(Duration.ofMinutes(4));
    judge();
    assertThat(buckets.listRequests()).as("still young").isEqualTo(first);
    source.set("status.lastSyncTime", "2026-11-22T08:01:11Z");
    judge();
    assertThat(buckets.listRequests()).as("another sync").isEqualTo(first + 3);
    judge(clock.instant().plusSeconds(1));
    assertThat(buckets.listRequests()).as("a verification").isEqualTo(first + 7);
    clock.advance(Duration.ofMinutes(5));
    judge();
    assertThat(buckets.listRequests()).as("too old").isEqualTo(first + 10);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "metadata.creationTimestamp",
        "spec",
        "spec.trigger",
        "spec.trigger.schedule",
        "spec.paused",
        "spec.restic",
        "spec.restic.repository",
        "spec.sourcePVC",
        "status",
        "status.lastSyncTime",
        "status.lastSyncStartTime",
        "status.lastSyncDuration",
        "status.latestMoverStatus",
        "status.latestMoverStatus.result",
        "status.latestMoverStatus.logs",
        "status.conditions"
      })
  void anOddFieldIsUnknownAndNamed(String path) {
    source.set(path, 17);
    if (path.equals("metadata.creationTimestamp")) {
      source.remove("status.lastSyncTime");
    }
    Judgement judgement = judge();
    assertThat(status(judgement)).isEqualTo(Status.UNKNOWN);
    assertThat(codes(judgement)).contains("odd-field");
    assertThat(findings(judgement))
        .filteredOn(finding -> finding.code().equals("odd-field"))
        .allSatisfy(finding -> assertThat(finding.sentence()).contains(path));
  }

  @Test
  void aLastSyncInTheFutureIsOdd() {
    source.set("status.lastSyncTime", "2027-11-22T08:01:10Z");
    assertThat(codes(judge())).containsOnly("odd-field");
  }

  @Test
  void noSecretValueLeavesTheProbe() {
    StringBuilder everything = new StringBuilder();
    for (Kind kind : Kind.values()) {
      buckets.fail(kind, "403");
      everything.append(judge()).append(context.transcript());
    }
    buckets.mend();
    everything.append(judge()).append(context.transcript());
    assertThat(everything).contains("read s3://volsync/odoo/").doesNotContain(SECRET_VALUE);
  }
}
