package io.drillmaster.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.drillmaster.lab.s3.S3Server.Stored;
import io.drillmaster.lab.volsync.BackedUpVolume;
import io.drillmaster.lab.volsync.VolumeSite;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The simulated operator moves a ReplicationSource and its bucket as the real one does. */
class VolsyncOperatorIT {
  private static final Duration SOON = Duration.ofSeconds(15);

  private Lab lab;
  private VolumeSite volume;

  @BeforeEach
  void start() {
    LabCluster cluster = new LabCluster("solo", "", List.of(BackedUpVolume.of("business", "odoo")));
    lab = Lab.start(new LabOptions(List.of(cluster), Duration.ofMillis(100)));
    volume = lab.volumes().get(0);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  @Test
  void syncsWhenTheScheduleIsDue() {
    Instant begun = Instant.now().minusSeconds(1);
    int before = snapshots().size();

    setStatus(Map.of("lastSyncTime", "2024-02-29T00:00:00Z"));

    awaitStatus(status -> synced(status).isAfter(begun));
    assertThat(snapshots()).hasSize(before + 1);
    Stored newest = snapshots().get(before);
    assertThat(newest.lastModified()).isAfter(begun);
    assertThat(status().path("latestMoverStatus").path("result").asText()).isEqualTo("Successful");
    String id = newest.key().substring("odoo/snapshots/".length());
    assertThat(log()).contains("snapshot " + id.substring(0, 8) + " saved");
    assertThat(condition("reason")).isEqualTo("WaitingForSchedule");
    assertThat(Instant.parse(status().path("nextSyncTime").asText())).isAfter(Instant.now());
    assertThat(status().has("lastSyncStartTime")).isFalse();
  }

  @Test
  void syncsForAManualTriggerOnce() {
    manual("before-upgrade");

    awaitStatus(status -> status.path("lastManualSync").asText().equals("before-upgrade"));
    assertThat(condition("reason")).isEqualTo("WaitingForManual");
    int after = snapshots().size();
    await().during(Duration.ofMillis(1500)).until(() -> snapshots().size() == after);
  }

  @Test
  void savesTheOldestSnapshotAgainWhenAllThatWerePreparedAreThere() {
    int prepared = volume.fixture().syncs();
    for (int sync = snapshots().size(); sync <= prepared; sync++) {
      String token = "sync-" + sync;
      manual(token);
      awaitStatus(status -> status.path("lastManualSync").asText().equals(token));
    }

    assertThat(snapshots()).hasSize(prepared);
    assertThat(snapshots().get(prepared - 1).key()).endsWith(volume.fixture().snapshot(1).path());
  }

  @Test
  void failsWithWhatTheStoreSaysAndSucceedsWhenItIsMended() {
    volume.setSecret("AWS_SECRET_ACCESS_KEY", "guessed");
    manual("now");

    awaitStatus(status -> result(status).equals("Failed"));
    assertThat(log()).contains("Fatal: unable to open config file", "Access Denied.");
    assertThat(condition("reason")).isEqualTo("SyncInProgress");
    assertThat(synced(status())).isBefore(Instant.now().minusSeconds(10));

    volume.setSecret("AWS_SECRET_ACCESS_KEY", volume.account().secretAccessKey());
    awaitStatus(status -> result(status).equals("Successful"));
  }

  @Test
  void isStoppedByAStaleLockUntilItIsToldToUnlock() {
    volume.put(volume.fixture().lock(), Instant.now().minus(Duration.ofHours(1)));
    manual("now");
    awaitStatus(status -> result(status).equals("Failed"));
    assertThat(log()).contains("repository is already locked exclusively");

    volume.patchSource(Map.of("spec", Map.of("restic", Map.of("unlock", "please"))));

    awaitStatus(status -> status.path("restic").path("lastUnlocked").asText().equals("please"));
    assertThat(result(status())).isEqualTo("Successful");
    assertThat(lab.store().list(volume.bucket(), "odoo/locks/")).isEmpty();
  }

  @Test
  void silentlyMakesANewRepositoryWhereThereIsNone() {
    lab.store().deleteAll(volume.bucket(), volume.prefix());
    manual("now");

    awaitStatus(status -> status.path("lastManualSync").asText().equals("now"));
    assertThat(log()).contains("created restic repository");
    assertThat(snapshots()).hasSize(1);
  }

  @Test
  void reportsAMissingVolumeAndAMissingSecret() {
    volume.loseSecret();
    manual("now");
    awaitStatus(
        status -> condition("message").contains("Secret \"odoo-volsync-secret\" not found"));

    lab.api("solo").delete("persistentvolumeclaims", "business", "odoo");
    awaitStatus(status -> condition("message").contains("PersistentVolumeClaim \"odoo\""));
    assertThat(condition("reason")).isEqualTo("Error");
  }

  @Test
  void doesNotMoveWhileItIsPaused() {
    volume.patchSource(Map.of("spec", Map.of("paused", true)));
    manual("now");
    awaitStatus(status -> condition("reason").equals("SyncInProgress"));
    int before = snapshots().size();
    await().during(Duration.ofSeconds(1)).until(() -> snapshots().size() == before);

    volume.patchSource(Map.of("spec", Map.of("paused", false)));
    awaitStatus(status -> status.path("lastManualSync").asText().equals("now"));
  }

  private void manual(String token) {
    volume.patchSource(Map.of("spec", Map.of("trigger", Map.of("manual", token))));
  }

  private void setStatus(Map<String, ?> status) {
    volume.patchSource(Map.of("status", status));
  }

  private void awaitStatus(Predicate<JsonNode> what) {
    await().atMost(SOON).until(() -> what.test(status()));
  }

  private JsonNode status() {
    return volume.source().path("status");
  }

  private static Instant synced(JsonNode status) {
    return Instant.parse(status.path("lastSyncTime").asText());
  }

  private static String result(JsonNode status) {
    return status.path("latestMoverStatus").path("result").asText();
  }

  private String log() {
    return status().path("latestMoverStatus").path("logs").asText();
  }

  private String condition(String field) {
    return status().path("conditions").path(0).path(field).asText();
  }

  private List<Stored> snapshots() {
    return lab.store().list(volume.bucket(), volume.prefix() + "snapshots/");
  }
}
