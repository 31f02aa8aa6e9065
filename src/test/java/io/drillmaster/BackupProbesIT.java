package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Status;
import io.drillmaster.lab.kube.Fault;
import io.drillmaster.lab.s3.S3Fault;
import io.drillmaster.lab.s3.S3Fault.What;
import io.drillmaster.lab.volsync.ResticFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Both probes of backups with real clients: break, see it, mend, see it gone. */
class BackupProbesIT {
  @TempDir static Path folder;
  private static SmallEstate estate;

  @BeforeAll
  static void start() {
    estate = new SmallEstate(folder);
  }

  @AfterAll
  static void stop() {
    estate.close();
  }

  @BeforeEach
  void seed() {
    estate.seed();
  }

  @AfterEach
  void isHealthyAgainAndNothingSecretWasSaid() {
    assertThat(findings(estate.askVolsync())).isEmpty();
    assertThat(findings(estate.askObjectStore())).isEmpty();
    assertThat(String.join("\n", estate.transcript))
        .contains("LIST s3://volsync")
        .doesNotContain(SmallEstate.PLANTED);
  }

  private static List<Finding> findings(Judgement judgement) {
    return judgement.checks().stream().flatMap(check -> check.finding().stream()).toList();
  }

  private static void seen(Supplier<Judgement> asked, Status status, String... codes) {
    Judgement judgement = asked.get();
    assertThat(findings(judgement)).extracting(Finding::code).containsExactly(codes);
    assertThat(Status.worstOf(judgement.checks().stream().map(Check::status).toList()))
        .isEqualTo(status);
    assertThat(findings(judgement))
        .allSatisfy(
            finding -> {
              assertThat(finding.sentence()).endsWith(".");
              assertThat(finding.expected()).isNotEmpty();
              assertThat(finding.observed()).isNotEmpty();
              assertThat(finding.next()).isNotEmpty();
              assertThat(finding.runbook()).matches("docs/runbooks/[A-Za-z]+\\.md");
            });
  }

  private static void seenByBoth(Status objectStore, String code) {
    seen(estate::askObjectStore, objectStore, code);
    seen(estate::askVolsync, Status.UNKNOWN, code);
  }

  @Test
  void aHealthyEstateIsSilentForManyRounds() {
    for (int round = 0; round < 30; round++) {
      assertThat(findings(estate.askVolsync())).isEmpty();
      assertThat(findings(estate.askObjectStore())).isEmpty();
    }
    Judgement judgement = estate.askVolsync();
    assertThat(judgement.measurements())
        .contains(
            Measure.LAST_SUCCESS.of(estate.lastSync.minusSeconds(5)),
            Measure.RPO_OBJECTIVE.of(Duration.ofMinutes(90)));
  }

  @Test
  void credentialsThatAreRefusedAreTold() {
    estate.revoke();
    seenByBoth(Status.CRITICAL, "bucket-wrong-key");
    estate.changeSecretKey();
    seenByBoth(Status.CRITICAL, "bucket-wrong-secret");
    estate.allow();
  }

  @Test
  void whatTheStoreAnswersIsTold() {
    Map<What, String> codes = new HashMap<>();
    codes.put(What.UNAUTHORIZED, "bucket-wrong-key");
    codes.put(What.ACCESS_DENIED, "bucket-not-allowed");
    codes.put(What.TIME_SKEWED, "bucket-clock-skew");
    codes.put(What.INTERNAL_ERROR, "bucket-error");
    codes.forEach((what, code) -> withFault(what, Status.CRITICAL, code));
    withFault(What.SLOW_DOWN, Status.WARNING, "bucket-throttled");
    withFault(What.HANG, Status.CRITICAL, "bucket-timeout");
  }

  private static void withFault(What what, Status status, String code) {
    S3Fault fault = S3Fault.of("fault", "volsync", what);
    estate.store.faults().add(fault);
    seenByBoth(status, code);
    seenByBoth(status, code);
    estate.store.faults().remove(fault);
  }

  @Test
  void aSlowStoreWarns() {
    S3Fault slow = S3Fault.slow("slow", "volsync", Duration.ofMillis(1600));
    estate.store.faults().add(slow);
    Judgement judgement = estate.askObjectStore();
    assertThat(findings(judgement)).extracting(Finding::code).contains("bucket-slow");
    estate.store.faults().remove(slow);
  }

  @Test
  void anAddressThatLeadsNowhereIsTold() {
    String right = "s3:" + estate.store.endpoint() + "/volsync/odoo";
    repository("s3:http://no-such-host.invalid/volsync/odoo", Status.CRITICAL, "bucket-dns");
    repository("s3:http://127.0.0.1:1/volsync/odoo", Status.CRITICAL, "bucket-connect");
    repository(
        "s3:" + estate.store.endpoint() + "/elsewhere/odoo", Status.CRITICAL, "bucket-missing");
    estate.secret(Map.of("RESTIC_REPOSITORY", "b2:" + SmallEstate.PLANTED));
    seenByBoth(Status.UNKNOWN, "repository-not-understood");
    estate.secret(Map.of("RESTIC_REPOSITORY", right + "-of-nobody"));
    seen(estate::askObjectStore, Status.WARNING, "bucket-empty");
    seen(estate::askVolsync, Status.CRITICAL, "snapshot-missing");
    estate.secret(Map.of("RESTIC_REPOSITORY", right));
  }

  private static void repository(String address, Status status, String code) {
    estate.secret(Map.of("RESTIC_REPOSITORY", address));
    seenByBoth(status, code);
  }

  @Test
  void aSecretThatIsIncompleteOrGoneIsTold() {
    Map<String, Object> nothing = new HashMap<>();
    nothing.put("RESTIC_PASSWORD", null);
    estate.api.patch("secrets", "business", "odoo-volsync", Map.of("data", nothing));
    seen(estate::askObjectStore, Status.CRITICAL, "secret-key-missing");
    seen(estate::askVolsync, Status.CRITICAL, "secret-key-missing");
    estate.secret(Map.of("RESTIC_PASSWORD", SmallEstate.PLANTED));
    Object secret = estate.api.get("secrets", "business", "odoo-volsync").orElseThrow();
    estate.api.delete("secrets", "business", "odoo-volsync");
    seen(estate::askObjectStore, Status.CRITICAL, "secret-missing");
    seen(estate::askVolsync, Status.CRITICAL, "secret-missing");
    estate.api.apply(secret.toString());
  }

  @Test
  void aSecretThatMayNotBeReadIsUnknown() {
    estate.api.faults().add(Fault.status("forbidden", "secrets", 403));
    seenByBoth(Status.UNKNOWN, "forbidden");
    estate.api.faults().clear();
  }

  @Test
  void aSyncThatIsOverdueIsTold() {
    patchStatus("lastSyncTime", estate.lastSync.minus(Duration.ofHours(5)).toString());
    seen(estate::askVolsync, Status.CRITICAL, "sync-overdue");
    patchStatus("lastSyncTime", estate.lastSync.toString());
  }

  @Test
  void aSnapshotThatIsMissingIsTold() {
    ResticFixture.ResticObject newest = ResticFixture.ofVersion(2).snapshot(2);
    estate.store.delete("volsync", "odoo/" + newest.path());
    seen(estate::askVolsync, Status.CRITICAL, "snapshot-not-advancing");
    estate.put(newest, estate.lastSync.minusSeconds(5));
  }

  @Test
  void aLockThatWasLeftBehindIsTold() {
    ResticFixture.ResticObject lock = ResticFixture.ofVersion(2).lock();
    estate.put(lock, estate.lastSync.minus(Duration.ofMinutes(40)));
    seen(estate::askVolsync, Status.WARNING, "stale-lock");
    estate.store.delete("volsync", "odoo/" + lock.path());
  }

  @Test
  void aVolumeThatIsGoneIsTold() {
    Object volume = estate.api.get("persistentvolumeclaims", "business", "odoo-data").orElseThrow();
    estate.api.delete("persistentvolumeclaims", "business", "odoo-data");
    seen(estate::askVolsync, Status.CRITICAL, "source-pvc-missing");
    estate.api.apply(volume.toString());
  }

  @Test
  void anApiServerThatHangsLeavesTimeToSaySo() {
    estate.api.faults().add(Fault.hang("hang", "persistentvolumeclaims"));
    seen(estate::askVolsync, Status.UNKNOWN, "api-timeout");
    assertThat(estate.wasInTime()).isTrue();
    estate.api.faults().clear();
  }

  private static void patchStatus(String field, String value) {
    estate.patchSource(Map.of("status", Map.of(field, value)));
  }
}
