package io.drillmaster.lab.cnpg;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.PodPort;
import io.drillmaster.lab.postgres.Database;
import io.drillmaster.lab.postgres.Database.Life;
import io.drillmaster.lab.s3.S3Server;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The operator and the plugin of the lab move what the real ones move. */
class CnpgOperatorIT {
  @TempDir static Path folder;
  private static ApiServer api;
  private static S3Server store;
  private static CnpgOperator operator;

  @BeforeAll
  static void start() throws IOException {
    api = ApiServer.start("lab");
    store = S3Server.start();
    for (String kind :
        List.of("clusters", "backups", "scheduledbackups", "objectstores", "externalsecrets")) {
      try (InputStream in = CnpgOperatorIT.class.getResourceAsStream("/crds/" + kind + ".yaml")) {
        api.apply(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      }
    }
    operator =
        CnpgOperator.start(
            List.of(
                site(Database.inTree("databases", "main").living(Life.PROMOTED)),
                site(Database.withPlugin("shop", "orders"))),
            folder);
  }

  private static DatabaseSite site(Database database) {
    return new DatabaseSite(api, store, "cnpg-lab", database);
  }

  @AfterAll
  static void stop() {
    operator.close();
    store.close();
    api.close();
  }

  @AfterEach
  void reset() {
    operator.databases().forEach(DatabaseCare::reset);
  }

  private static DatabaseCare inTree() {
    return operator.databases().get(0);
  }

  private static DatabaseCare plugin() {
    return operator.databases().get(1);
  }

  private static JsonNode status(DatabaseCare database) {
    return database.site().cluster().orElseThrow().path("status");
  }

  private static JsonNode condition(DatabaseCare database, String type) {
    for (JsonNode condition : status(database).path("conditions")) {
      if (condition.path("type").asText().equals(type)) {
        return condition;
      }
    }
    throw new AssertionError("no condition " + type);
  }

  private static List<String> keys(DatabaseCare database) {
    DatabaseSite site = database.site();
    return store.list(site.bucket(), site.prefix()).stream().map(S3Server.Stored::key).toList();
  }

  private static ObjectNode completed(DatabaseCare database, Predicate<ObjectNode> isIt) {
    return await()
        .until(
            () ->
                database.site().backups().stream()
                    .filter(isIt)
                    .filter(one -> phase(one).equals("completed"))
                    .findFirst(),
            java.util.Optional::isPresent)
        .orElseThrow();
  }

  private static String phase(ObjectNode backup) {
    return backup.path("status").path("phase").asText();
  }

  @Test
  void aBackupThatSomebodyAsksForIsTakenAndToldByCluster() {
    DatabaseCare database = inTree();
    api.put(
        Map.of(
            "apiVersion",
            "postgresql.cnpg.io/v1",
            "kind",
            "Backup",
            "metadata",
            Map.of("name", "before-upgrade", "namespace", "databases"),
            "spec",
            Map.of("cluster", Map.of("name", "main"), "method", "barmanObjectStore")));

    ObjectNode backup =
        completed(
            database, one -> one.path("metadata").path("name").asText().equals("before-upgrade"));

    String id = backup.path("status").path("backupId").asText();
    assertThat(keys(database))
        .contains("main/base/" + id + "/backup.info", "main/base/" + id + "/data.tar.gz")
        .anyMatch(key -> key.contains(backup.path("status").path("endWal").asText()));
    assertThat(status(database).path("lastSuccessfulBackup"))
        .isEqualTo(backup.path("status").path("stoppedAt"));
  }

  @Test
  void aScheduleThatIsDueMakesABackupThatTheObjectStoreTells() {
    DatabaseCare database = plugin();
    int before = database.site().backups().size();
    Map<String, Object> spec = new HashMap<>(Map.of("schedule", "*/2 * * * * *"));
    database
        .site()
        .patchSchedule(
            Map.of("spec", spec, "status", Map.of("nextScheduleTime", "2026-01-01T00:00:00Z")));

    await().until(() -> database.site().backups().size() > before);
    spec.put("suspend", true);
    database.site().patchSchedule(Map.of("spec", spec));
    ObjectNode backup =
        completed(
            database,
            one ->
                !one.path("status").path("startedAt").asText().isEmpty()
                    && Instant.parse(one.path("status").path("startedAt").asText())
                        .isAfter(Instant.now().minusSeconds(30)));

    assertThat(backup.path("spec").path("method").asText()).isEqualTo("plugin");
    await()
        .untilAsserted(
            () ->
                assertThat(
                        api.get(DatabaseSite.STORES, "shop", "orders-store")
                            .orElseThrow()
                            .at("/status/serverRecoveryWindow/orders/lastSuccessfulBackupTime")
                            .asText())
                    .isGreaterThanOrEqualTo(backup.path("status").path("stoppedAt").asText()));
    assertThat(status(database).has("lastSuccessfulBackup")).isFalse();
  }

  @Test
  void segmentsThatTheBucketRefusesAreArchivingThatFailsAndComeLaterAllTheSame() {
    DatabaseCare database = plugin();
    store.revoke(database.site().account().accessKeyId());
    database.live().write(1);
    String segment = database.live().server().ask("select pg_walfile_name(pg_current_wal_lsn())");
    database.live().switchWal();

    await()
        .untilAsserted(
            () ->
                assertThat(condition(database, "ContinuousArchiving").path("reason").asText())
                    .isEqualTo("ContinuousArchivingFailing"));
    assertThat(keys(database)).noneMatch(key -> key.contains(segment));

    database.reset();

    assertThat(keys(database)).anyMatch(key -> key.contains(segment));
    assertThat(condition(database, "ContinuousArchiving").path("status").asText())
        .isEqualTo("True");
  }

  @Test
  void theExporterOfThePrimaryTellsWhatWaits() {
    DatabaseCare database = plugin();
    database.live().archive(Archiving.HANGS);
    database.live().write(1);
    database.live().switchWal();

    InstanceExporter exporter =
        new InstanceExporter(database.site(), database.live(), database.site().primary());
    PodPort.Reply page = exporter.get("/metrics");

    assertThat(page.body())
        .contains("cnpg_collector_pg_wal_archive_status{value=\"ready\"} 1\n")
        .containsPattern("(?m)^cnpg_pg_stat_archiver_archived_count \\d+$")
        .containsPattern("(?m)^cnpg_pg_stat_archiver_last_archived_wal_start_lsn \\d+$")
        .containsPattern(
            "(?m)^barman_cloud_cloudnative_pg_io_last_available_backup_timestamp \\d+$");
    assertThat(exporter.get("/other").status()).isEqualTo(404);
  }

  @Test
  void aPromotedDatabaseHasTwoTimelinesAndItsHistory() {
    assertThat(status(inTree()).path("timelineID").asInt()).isEqualTo(2);
    assertThat(keys(inTree()))
        .contains("main/wals/00000002.history.gz")
        .anyMatch(key -> key.endsWith(".partial.gz"));
  }

  @Test
  void podsThatAreGoneOrFencedAreNotReady() {
    api.delete("pods", "shop", "orders-3");
    await().until(() -> status(plugin()).path("readyInstances").asInt() == 2);
    plugin()
        .site()
        .patchCluster(
            Map.of(
                "metadata", Map.of("annotations", Map.of("cnpg.io/fencedInstances", "[\"*\"]"))));
    await().until(() -> status(plugin()).path("readyInstances").asInt() == 0);
  }

  @Test
  void itsSecretsAreNeverOverdue() {
    String kind = "externalsecrets.external-secrets.io";
    String name = api.list(kind, "shop").get(0).path("metadata").path("name").asText();
    api.patch(kind, "shop", name, Map.of("status", Map.of("refreshTime", "2026-01-01T00:00:00Z")));

    await()
        .until(
            () ->
                Instant.parse(
                        api.get(kind, "shop", name)
                            .orElseThrow()
                            .path("status")
                            .path("refreshTime")
                            .asText())
                    .isAfter(Instant.now().minusSeconds(60)));
  }
}
