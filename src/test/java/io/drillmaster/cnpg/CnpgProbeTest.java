package io.drillmaster.cnpg;

import static io.drillmaster.cnpg.ArchivedDatabase.DAYS;
import static io.drillmaster.cnpg.ArchivedDatabase.NOW;
import static io.drillmaster.cnpg.ArchivedDatabase.id;
import static io.drillmaster.cnpg.ArchivedDatabase.root;
import static io.drillmaster.cnpg.ArchivedDatabase.two;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.s3.S3FailureException.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CnpgProbeTest {
  private static final long NEWEST = 4L * DAYS + 2;
  private final ArchivedDatabase database = new ArchivedDatabase();

  private void says(String... told) {
    assertThat(database.told()).containsExactlyInAnyOrder(told);
    assertThat(database.findings())
        .allSatisfy(
            finding -> {
              assertThat(finding.sentence()).endsWith(".").doesNotContain("planted");
              assertThat(finding.expected()).isNotEmpty();
              assertThat(finding.observed()).isNotEmpty();
              assertThat(finding.next()).isNotEmpty();
              assertThat(finding.runbook()).matches("docs/runbooks/[A-Za-z]+\\.md");
            });
  }

  private static Optional<Double> measured(Judgement judgement, Measure measure) {
    return judgement.measurements().stream()
        .filter(m -> m.measure().equals(measure))
        .map(Measurement::value)
        .findFirst();
  }

  @Test
  void aHealthyDatabaseHasNoFindingThroughAWholeDay() {
    for (int round = 0; round < 24 * 6; round++) {
      database.clock.advance(Duration.ofMinutes(10));
      Instant now = database.clock.instant();
      database.wal(NEWEST + 1 + round, now.minusSeconds(30));
      if (now.toString().startsWith("2026-11-23T02:0")) {
        Instant due = Instant.parse("2026-11-23T02:00:00Z");
        database.schedule.set("status.lastCheckTime", due.toString());
      }
      if (now.equals(Instant.parse("2026-11-23T02:12:00Z"))) {
        database.done(
            Instant.parse("2026-11-23T02:00:00Z"), NEWEST + round, ArchivedDatabase.SYSTEM);
        database.window("2026-10-24T02:10:00Z", "2026-11-23T02:10:00Z");
        database
            .backup("nightly-20261123020000", "completed", "2026-11-23T02:00:00Z")
            .set("status.backupId", "20261123T020000")
            .set("status.stoppedAt", "2026-11-23T02:10:00Z");
        database.buckets.remove(root() + "base/" + id(DAYS));
      }
      assertThat(database.findings()).as("at %s", now).isEmpty();
    }
    assertThat(database.judge().checks())
        .extracting(Check::name)
        .containsExactly(
            "phase",
            "instances",
            "plugins",
            "destination",
            "archive",
            "wal chain",
            "base backup",
            "backups",
            "schedule",
            "retention",
            "status",
            "archiving",
            "certificates");
  }

  @Test
  void measuresWhatTheBucketProves() {
    Judgement judgement = database.judge();
    assertThat(measured(judgement, Measure.LAST_SUCCESS))
        .hasValue((double) Instant.parse("2026-11-22T02:10:00Z").getEpochSecond());
    assertThat(measured(judgement, Measure.RECOVERABLE_FROM))
        .hasValue((double) two(DAYS).plus(Duration.ofMinutes(10)).getEpochSecond());
    assertThat(measured(judgement, Measure.RECOVERABLE_TO))
        .hasValue((double) NOW.minusSeconds(60).getEpochSecond());
    assertThat(measured(judgement, Measure.RPO_OBJECTIVE)).hasValue(25 * 3600.0);
    assertThat(measured(judgement, Measure.SIZE).orElseThrow()).isGreaterThan(33 * 5e6);
  }

  @Test
  void anInTreeArchiveIsAsGood() {
    database.inTree();
    says();
  }

  @Test
  void phasesAreGivenTimeUnlessTheyDoNotEnd() {
    database.cluster.set("status.phase", "Upgrading cluster");
    says();
    database.clock.advance(Duration.ofMinutes(5));
    says("cluster-not-healthy WARNING");
    database.cluster.set("status.phase", "Cluster is unrecoverable and needs manual intervention");
    says("cluster-not-healthy CRITICAL");
    database.cluster.set("status.phase", Database.HEALTHY);
    says();
  }

  @Test
  void missingInstancesAreToldOnce() {
    database.cluster.set("status.phase", "Waiting for the instances to become active");
    database.cluster.set("status.readyInstances", 1);
    says();
    database.clock.advance(Duration.ofMinutes(5));
    says("instances-missing WARNING");
    database.cluster.set("status.readyInstances", 0);
    says("instances-missing CRITICAL");
  }

  @Test
  void fencesAreSaid() {
    database.cluster.put("metadata.annotations", "cnpg.io/fencedInstances", "[\"*\"]");
    says("cluster-fenced WARNING");
    assertThat(database.findings().get(0).sentence()).contains("primary");
  }

  @Test
  void aHibernatedDatabaseIsQuietUntilItsBackupIsOverdue() {
    database.cluster.put("metadata.annotations", "cnpg.io/hibernation", "on");
    database.cluster.set("status.readyInstances", 0).set("status.phase", "whatever");
    database.clock.advance(Duration.ofHours(3));
    says();
    database.clock.advance(Duration.ofDays(3));
    says("cluster-hibernated WARNING");
  }

  @Test
  void aPluginThatIsNotLoadedIsCritical() {
    database.cluster.set("status.pluginStatus", List.of());
    says("plugin-missing CRITICAL");
    database.cluster.set(
        "status.phase",
        "Cluster cannot proceed to reconciliation due to an unknown plugin being required");
    says("plugin-missing CRITICAL");
  }

  @Test
  void certificatesAreReadAsGoWritesThem() {
    database.cluster.put(
        "status.certificates.expirations", "orders-ca", "2026-11-25 10:00:00.5 +0000 UTC");
    says("certificate-expiring WARNING");
    assertThat(database.findings().get(0).observed()).contains("orders-ca", "2026-11-25 10:00 UTC");
    database.cluster.put("status.certificates.expirations", "orders-ca", "2026-11-22T10:00:00Z");
    says("certificate-expired CRITICAL");
    database.cluster.put("status.certificates.expirations", "orders-ca", "tomorrow");
    says("odd-field UNKNOWN");
  }

  @Test
  void theSecretsOfItsUsersMustBeThere() {
    database.cluster.set("spec.bootstrap.initdb.secret.name", "orders-user");
    says("secret-missing CRITICAL");
    database.api.putSecret(
        "shop", "orders-user", Map.of("password", ArchivedDatabase.SECRET_VALUE));
    says();
  }

  @Test
  void aDatabaseThatNothingBacksUpIsCriticalUnlessItSaysThatItNeedsNone() {
    database.cluster.remove("spec.plugins");
    says("backup-not-configured CRITICAL");
    assertThat(database.findings().get(0).sentence()).contains("ContinuousArchiving says True");
    database.cluster.put("metadata.annotations", "drillmaster.dev/backup", "not-needed: a cache");
    says();
  }

  @Test
  void aReplicaWithoutAnArchiveIsWhatItIs() {
    database.cluster.remove("spec.plugins");
    database.cluster.set("spec.replica.enabled", true).set("spec.replica.source", "main");
    says();
    database.cluster.set("spec.replica.enabled", false);
    says("backup-not-configured CRITICAL");
  }

  @Test
  void snapshotsAloneAreAWarning() {
    database.cluster.remove("spec.plugins").set("spec.backup.volumeSnapshot.className", "ceph");
    database.schedule.set("spec.method", "volumeSnapshot");
    says("snapshot-only WARNING");
  }

  @Test
  void anObjectStoreThatDoesNotExistIsCritical() {
    database.store.set("metadata.namespace", "elsewhere");
    says("object-store-missing CRITICAL");
  }

  @Test
  void credentialsThatOnlyPodsGetCannotBeLookedWith() {
    database.store.set("spec.configuration.s3Credentials", Map.of("inheritFromIAMRole", true));
    says("archive-not-readable UNKNOWN");
  }

  @Test
  void secretsAreToldByNameAndKey() {
    database.api.putSecret("shop", "r2", Map.of("id", ArchivedDatabase.SECRET_VALUE));
    says("secret-key-missing CRITICAL");
    database.api.remove(ResourceKind.SECRET, "shop", "r2");
    says("secret-missing CRITICAL");
  }

  @Test
  void aBucketThatRefusesIsUnknownHereAndCausedThere() {
    assertThat(database.told()).isEmpty();
    database.clock.advance(Duration.ofMinutes(6));
    database.buckets.fail(Kind.WRONG_KEY, "403 InvalidAccessKeyId");
    says("bucket-wrong-key UNKNOWN");
    Finding finding = database.findings().get(0);
    assertThat(finding.cause())
        .hasValueSatisfying(c -> assertThat(c).hasToString("infra/object-store/shop/r2"));
    assertThat(measured(database.judge(), Measure.LAST_SUCCESS)).isPresent();
  }

  @Test
  void aBackupIsOverdueAnHourAfterItWasDue() {
    database.clock.set(Instant.parse("2026-11-23T02:59:00Z"));
    database.schedule.set("status.lastCheckTime", "2026-11-23T02:00:00Z");
    database.wal(NEWEST + 1, database.clock.instant());
    says();
    database.clock.set(Instant.parse("2026-11-23T03:00:01Z"));
    says("backup-overdue CRITICAL");
  }

  @Test
  void whatKeepsABackupFromBeingMadeIsSaidInsteadOfItsAge() {
    database.clock.set(Instant.parse("2026-11-24T14:00:00Z"));
    database.wal(NEWEST + 1, database.clock.instant());
    says("schedule-overdue CRITICAL");
    database.schedule.set("spec.suspend", true);
    says("schedule-suspended CRITICAL");
    database.schedule.set("spec.suspend", false);
    ObjectSeed pending =
        database.backup("nightly-20261123020000", "pending", "2026-11-23T02:00:00Z");
    says("schedule-blocked CRITICAL");
    assertThat(database.findings().get(0).sentence()).contains("nightly-20261123020000");
    pending.set("status.phase", "failed").set("status.error", "exit status 2");
    database.schedule.set("status.lastCheckTime", "2026-11-24T02:00:00Z");
    says("backup-failed CRITICAL", "backup-overdue CRITICAL");
    database.schedule.set("spec.schedule", "0 0 2 30 2 *");
    assertThat(database.told()).contains("schedule-error CRITICAL");
  }

  @Test
  void aScheduleOfFiveFieldsIsSaidToBeReadWithSecondsFirst() {
    database.schedule.set("spec.schedule", "0 0 2 * *").set("status.lastCheckTime", NOW.toString());
    says("schedule-error WARNING");
    database.schedule.set("spec.schedule", "0 2 * * *");
    says("schedule-error CRITICAL");
    assertThat(database.findings().get(0).observed()).contains("read as every 1h");
  }

  @Test
  void aSuspendedScheduleIsAWarningWhileTheBackupIsYoung() {
    database.schedule.set("spec.suspend", true);
    says("schedule-suspended WARNING");
    database.api.remove(Kinds.SCHEDULED_BACKUP, "shop", "nightly");
    database.schedule.set("metadata.name", "other").set("spec.cluster.name", "other");
    says("schedule-missing WARNING");
  }

  @Test
  void aFailedBackupIsAWarningWhileTheLastGoodOneIsYoung() {
    database
        .backup("by-hand", "failed", "2026-11-22T12:00:00Z")
        .set("status.error", "An error occurred (AccessDenied) planted");
    says("backup-failed WARNING");
    assertThat(database.findings().get(0).sentence()).contains("denies access");
  }

  @Test
  void aBackupThatHangsIsToldAndOneThatRunsIsNot() {
    ObjectSeed running = database.backup("by-hand", "running", "2026-11-22T09:00:00Z");
    running.remove("metadata.labels");
    says();
    running.set("status.startedAt", "2026-11-22T08:00:00Z");
    says("backup-stuck CRITICAL");
  }

  @Test
  void aFreshDatabaseIsSilentUntilItsFirstBackupIsDue() {
    fresh();
    says();
    database.clock.advance(Duration.ofMinutes(15));
    says();
    database.clock.advance(Duration.ofMinutes(10));
    says("archive-empty CRITICAL");
    database.wal(1, database.clock.instant());
    database.clock.advance(Duration.ofMinutes(6));
    database.wal(2, database.clock.instant());
    says();
    database.clock.set(Instant.parse("2026-11-23T03:05:00Z"));
    database.schedule.set("status.lastCheckTime", "2026-11-23T02:00:00Z");
    database.wal(3, database.clock.instant());
    says("never-backed-up CRITICAL");
  }

  private void fresh() {
    database.buckets.remove("prod/");
    database.backups.forEach(b -> b.set("spec.cluster.name", "another"));
    for (ObjectSeed seed : List.of(database.cluster, database.store, database.schedule)) {
      seed.set("metadata.creationTimestamp", NOW.minusSeconds(30).toString());
    }
    database.schedule.remove("status");
    database.store.remove("status");
  }

  @Test
  void aDatabaseWithoutAnyScheduleAndBackupIsSaidTwice() {
    database.buckets.remove(root() + "base");
    database.backups.forEach(b -> b.set("spec.cluster.name", "another"));
    database.schedule.set("spec.cluster.name", "another");
    database.store.remove("status");
    says("never-backed-up CRITICAL", "schedule-missing WARNING");
  }

  @Test
  void aWrongServerNameNamesTheNearestArchive() {
    database.cluster.set(
        "spec.plugins",
        List.of(
            Map.of(
                "name",
                "barman-cloud.cloudnative-pg.io",
                "isWALArchiver",
                true,
                "parameters",
                Map.of("barmanObjectName", "archive", "serverName", "order"))));
    database.store.remove("status");
    database.buckets.put("prod/zebra/base/x/backup.info", NOW);
    assertThat(database.told()).contains("server-name-wrong CRITICAL");
    assertThat(database.findings())
        .anySatisfy(f -> assertThat(f.sentence()).contains("an archive lies at prod/orders/"));
  }

  @Test
  void anArchiveThatWasRemovedIsNotTakenForAnothersThatLiesBesideIt() {
    database.buckets.remove(root()).put("prod/zebra/base/x/backup.info", NOW);
    says("archive-empty CRITICAL");
    assertThat(database.findings().get(0).observed()).contains("zebra");
  }

  @Test
  void aPathThatIsTooShallowIsFoundToo() {
    database.store.set("spec.configuration.destinationPath", "s3://cnpg-shop");
    database.store.remove("status");
    assertThat(database.findings())
        .anySatisfy(
            f -> {
              assertThat(f.code()).isEqualTo("server-name-wrong");
              assertThat(f.sentence()).contains("an archive lies at prod/orders/");
            });
  }

  @Test
  void backupsOfAnotherDatabaseUnderTheNameAreCritical() {
    database.cluster.set("status.systemID", "7700000000000000001");
    says("server-name-reused CRITICAL");
    database.cluster.set("status.systemID", ArchivedDatabase.SYSTEM);
    database.condition(
        "ContinuousArchiving",
        false,
        "WAL archive check failed for server orders: Expected empty archive");
    says("server-name-reused CRITICAL");
  }

  @Test
  void aFailingArchiverIsCriticalOnceItsSegmentsAreOld() {
    database.condition("ContinuousArchiving", false, "exit status 4 planted");
    says("archiving-failing WARNING");
    database.clock.advance(Duration.ofMinutes(16));
    says("archiving-failing CRITICAL");
  }

  @Test
  void anIdleDatabaseIsHealthyAndAStoppedOneIsNot() {
    database.clock.advance(Duration.ofHours(3));
    says("archiver-unseen UNKNOWN");
    database.exporter(0, NEWEST);
    says();
    database.exporter(3, NEWEST);
    says("archiving-stopped CRITICAL");
    database.exporter(0, NEWEST + 1);
    says("archiving-stopped CRITICAL");
    database.api.pages(page -> "cnpg_collector_up 1\n");
    says("archiver-unseen UNKNOWN");
  }

  @Test
  void theLastArchivedFileMayBeAnUnfinishedSegment() {
    database.clock.advance(Duration.ofHours(3));
    database.exporter(0, NEWEST + 1);
    String partial = ArchivedDatabase.walKey(NEWEST + 1).replace(".bz2", ".partial.bz2");
    database.buckets.put(partial, 400_000L, NOW);
    says();
  }

  @Test
  void theLastArchivedFileMayBeAHistory() {
    database.clock.advance(Duration.ofHours(3));
    database.exporter(0, 2L << 32);
    says("archiving-stopped CRITICAL");
    database.buckets.put(
        root() + "wals/00000002.history",
        "1\t0/82800000\tno recovery target specified\n".getBytes(UTF_8),
        NOW);
    database.clock.advance(Duration.ofMinutes(6));
    assertThat(database.told()).doesNotContain("archiving-stopped CRITICAL");
  }

  @Test
  void aHoleBehindTheNewestBackupIsCriticalAndOneOfThePastAWarning() {
    database.removeWal(4L * 10 + 2);
    says("wal-gap WARNING");
    database.wal(4L * 10 + 2, two(DAYS - 10).plus(Duration.ofHours(12)));
    database.wal(NEWEST + 2, NOW.minus(Duration.ofMinutes(30)));
    database.clock.advance(Duration.ofMinutes(6));
    says("wal-gap CRITICAL");
    assertThat(database.findings().get(0).observed())
        .contains(ArchivedDatabase.segment(NEWEST + 1));
  }

  @Test
  void whatTheNewestBackupNeedsMustBeThere() {
    database.removeWal(4L * DAYS);
    assertThat(database.told()).contains("backup-wal-missing CRITICAL");
    database.wal(4L * DAYS, two(0));
    database.buckets.remove(root() + "base/" + id(0) + "/data.tar.bz2");
    database.clock.advance(Duration.ofMinutes(6));
    says("backup-part-missing CRITICAL");
  }

  @Test
  void aBackupInfoThatIsCutOffIsTold() {
    String key = root() + "base/" + id(5) + "/backup.info";
    database.buckets.put(key, "begin_time=2026-1".getBytes(UTF_8), two(5));
    says("backup-info-unreadable WARNING");
  }

  @Test
  void aStatusThatPromisesMoreThanTheBucketHoldsIsNotBelieved() {
    database.window("2026-10-23T02:10:00Z", "2026-11-22T12:00:00Z");
    says("status-disagrees WARNING");
    database.window("2026-10-23T02:10:00Z", "2026-11-20T02:10:00Z");
    says("status-disagrees WARNING");
    database.store.remove("status");
    says("status-disagrees WARNING");
    database.window("2026-09-21T02:10:00Z", "2026-11-22T02:10:00Z");
    says();
    database.clock.advance(Duration.ofMinutes(5));
    says("status-disagrees WARNING");
  }

  @Test
  void aFrozenStatusOfTheClusterIsNotLookedAtOnceThePluginArchives() {
    database.cluster.set("status.lastSuccessfulBackup", "2026-11-22T13:00:00Z");
    says();
    database.inTree();
    says("status-disagrees WARNING");
  }

  @Test
  void aCompletedBackupMustBeInTheBucket() {
    database
        .backup("by-hand", "completed", "2026-11-22T12:00:00Z")
        .set("status.backupId", "20261122T120000")
        .set("status.stoppedAt", "2026-11-22T12:10:00Z");
    says("status-disagrees WARNING");
  }

  @Test
  void retentionIsAskedForAndHeldAgainstTheBucket() {
    database.store.remove("spec.retentionPolicy");
    says("retention-missing WARNING");
    database.store.set("spec.retentionPolicy", "2w");
    says("retention-not-kept WARNING");
    assertThat(database.findings().get(0).sentence()).contains("far beyond");
    database.store.set("spec.retentionPolicy", "3m");
    says("retention-not-kept WARNING");
    assertThat(database.findings().get(0).sentence()).contains("does not reach back");
    for (ObjectSeed young : List.of(database.cluster, database.schedule)) {
      young.set("metadata.creationTimestamp", "2026-10-20T10:00:00Z");
    }
    says();
    database.store.set("spec.retentionPolicy", "for ever");
    says("odd-field UNKNOWN");
  }

  @Test
  void aListThatIsRefusedSpoilsOnlyItsOwnQuestions() {
    database.put();
    database.api.refuse(Kinds.BACKUP, Finding.unknown("forbidden", "No.").next("grant it"));
    assertThat(database.told()).containsOnly("forbidden UNKNOWN");
    assertThat(database.judge().checks())
        .filteredOn(check -> check.finding().isEmpty())
        .extracting(Check::name)
        .contains("phase", "archive", "wal chain", "archiving");
  }

  @Test
  void theArchiveIsReadAgainOnlyWhenItMayHaveChanged() {
    database.judge();
    long once = database.buckets.listRequests();
    database.judge();
    assertThat(database.buckets.listRequests()).isEqualTo(once);
    database.judge(NOW.plusMillis(1));
    assertThat(database.buckets.listRequests()).isGreaterThan(once);
  }
}
