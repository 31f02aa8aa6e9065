package io.drillmaster.cnpg;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.kube.FakeCluster;
import io.drillmaster.s3.FakeBuckets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Cluster {@code shop/orders}, archived by the Barman plugin for 30 days: a base backup each night
 * at two, four segments a day, the newest a minute ago.
 */
final class ArchivedDatabase {
  static final Instant NOW = Instant.parse("2026-11-22T14:02:00Z");
  static final String SYSTEM = "7711109553405409623";
  static final int DAYS = 30;
  static final String SECRET_VALUE = "planted-4711-secret";
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(true, Duration.ofSeconds(30), Duration.ofSeconds(20), CnpgSettings.USUAL);

  final TickingClock clock = new TickingClock(NOW);
  final FakeCluster api = new FakeCluster();
  final FakeBuckets buckets = new FakeBuckets(clock);
  final CnpgProbe probe = new CnpgProbe(api, buckets, SETTINGS, clock);
  final ObjectSeed cluster = new ObjectSeed("Cluster", "orders");
  final ObjectSeed store = new ObjectSeed("ObjectStore", "archive");
  final ObjectSeed schedule = new ObjectSeed("ScheduledBackup", "nightly");
  final List<ObjectSeed> backups = new ArrayList<>();

  ArchivedDatabase() {
    cluster
        .set("spec.instances", 2)
        .set(
            "spec.plugins",
            List.of(
                Map.of(
                    "name",
                    "barman-cloud.cloudnative-pg.io",
                    "isWALArchiver",
                    true,
                    "parameters",
                    Map.of("barmanObjectName", "archive"))))
        .set("status.phase", Database.HEALTHY)
        .set("status.readyInstances", 2)
        .set("status.currentPrimary", "orders-1")
        .set("status.timelineID", 1)
        .set("status.systemID", SYSTEM)
        .set("status.pluginStatus", List.of(Map.of("name", "barman-cloud.cloudnative-pg.io")))
        .put("status.certificates.expirations", "orders-server", "2027-01-20 10:00:00 +0000 UTC");
    condition("ContinuousArchiving", true, "Continuous archiving is working");
    configure(store, "spec.configuration");
    store.set("spec.retentionPolicy", "30d");
    schedule
        .set("spec.schedule", "0 0 2 * * *")
        .set("spec.method", "plugin")
        .set("spec.cluster.name", "orders")
        .set("status.lastCheckTime", "2026-11-22T02:00:00Z")
        .set("status.lastScheduleTime", "2026-11-22T02:00:00Z");
    api.putSecret("shop", "r2", Map.of("id", SECRET_VALUE, "key", SECRET_VALUE));
    for (int day = DAYS; day >= 0; day--) {
      day(day);
    }
    ObjectSeed newest = backup("nightly-20261122020000", "completed", "2026-11-22T02:00:05Z");
    newest.set("status.backupId", id(0)).set("status.stoppedAt", "2026-11-22T02:10:00Z");
    window("2026-10-23T02:10:00Z", "2026-11-22T02:10:00Z");
    wal(4 * DAYS + 2, NOW.minusSeconds(60));
  }

  static void configure(ObjectSeed object, String path) {
    object
        .set(path + ".destinationPath", "s3://cnpg-shop/prod/")
        .set(path + ".endpointURL", "https://account.r2.cloudflarestorage.com")
        .set(path + ".s3Credentials.accessKeyId", Map.of("name", "r2", "key", "id"))
        .set(path + ".s3Credentials.secretAccessKey", Map.of("name", "r2", "key", "key"));
  }

  /** The same without a plugin. */
  ArchivedDatabase inTree() {
    cluster.remove("spec.plugins");
    configure(cluster, "spec.backup.barmanObjectStore");
    cluster.set("spec.backup.retentionPolicy", "30d");
    schedule.remove("spec.method");
    backups.forEach(backup -> backup.remove("spec.method"));
    return this;
  }

  ArchivedDatabase condition(String type, boolean isTrue, String message) {
    cluster.set(
        "status.conditions",
        List.of(
            Map.of(
                "type",
                type,
                "status",
                isTrue ? "True" : "False",
                "message",
                message,
                "lastTransitionTime",
                "2026-11-22T13:00:00Z")));
    return this;
  }

  ArchivedDatabase window(String first, String last) {
    store.put(
        "status.serverRecoveryWindow",
        "orders",
        Map.of("firstRecoverabilityPoint", first, "lastSuccessfulBackupTime", last));
    return this;
  }

  ObjectSeed backup(String name, String phase, String startedAt) {
    ObjectSeed backup =
        new ObjectSeed("Backup", name)
            .set("metadata.creationTimestamp", startedAt)
            .put("metadata.labels", "cnpg.io/scheduled-backup", "nightly")
            .set("spec.cluster.name", "orders")
            .set("spec.method", "plugin")
            .set("status.phase", phase)
            .set("status.startedAt", startedAt);
    backups.add(backup);
    return backup;
  }

  static Instant two(int daysAgo) {
    return Instant.parse("2026-11-22T02:00:00Z").minus(Duration.ofDays(daysAgo));
  }

  static String id(int daysAgo) {
    return ID.format(two(daysAgo));
  }

  private void day(int ago) {
    long begin = 4L * (DAYS - ago);
    for (int part = 0; part < (ago == 0 ? 2 : 4); part++) {
      wal(begin + part, two(ago).plus(Duration.ofMinutes(9 + 360L * part)));
    }
    done(two(ago), begin, SYSTEM);
  }

  /** A finished base backup that takes ten minutes. */
  void done(Instant begun, long begin, String system) {
    String folder = root() + "base/" + ID.format(begun) + "/";
    Instant ended = begun.plus(Duration.ofMinutes(10));
    buckets.put(folder + "data.tar.bz2", 5_000_000L, ended);
    buckets.put(folder + "backup.info", info(begun, ended, begin, system).getBytes(UTF_8), ended);
  }

  static String info(Instant begun, Instant ended, long begin, String system) {
    return """
        begin_offset=40
        begin_time=%s
        begin_wal=%s
        begin_xlog=0/%X
        compression=bzip2
        end_time=%s
        end_wal=%s
        end_xlog=0/%X
        error=None
        status=DONE
        systemid=%s
        tablespaces=None
        timeline=1
        version=160013
        xlog_segment_size=16777216
        """
        .formatted(
            begun.toString().replace("T", " ").replace("Z", "+00:00"),
            segment(begin),
            begin * (1 << 24) + 40,
            ended.toString().replace("T", " ").replace("Z", "+00:00"),
            segment(begin + 1),
            (begin + 1) * (1 << 24) + 400,
            system);
  }

  static String segment(long number) {
    return "00000001%08X%08X".formatted(number / 256, number % 256);
  }

  static String root() {
    return "prod/orders/";
  }

  static String walKey(long number) {
    return root() + "wals/" + segment(number).substring(0, 16) + "/" + segment(number) + ".bz2";
  }

  void wal(long number, Instant at) {
    buckets.put(walKey(number), 400_000L, at);
  }

  ArchivedDatabase removeWal(long number) {
    buckets.remove(walKey(number));
    return this;
  }

  /** What the exporter of the primary says. */
  ArchivedDatabase exporter(long waiting, long lastArchived) {
    api.pages(
        page ->
            """
            # HELP cnpg_collector_pg_wal_archive_status Number of WAL segments by archive status
            cnpg_collector_pg_wal_archive_status{value="done"} 7
            cnpg_collector_pg_wal_archive_status{value="ready"} %d
            cnpg_pg_stat_archiver_failed_count 0
            cnpg_pg_stat_archiver_last_archived_time 1.7903e+09
            cnpg_pg_stat_archiver_last_archived_wal_start_lsn %d
            cnpg_pg_stat_archiver_last_failed_time -1
            """
                .formatted(waiting, lastArchived));
    return this;
  }

  Judgement judge() {
    return judge(Instant.EPOCH);
  }

  Judgement judge(Instant notBefore) {
    put();
    ProbeContext context =
        new ProbeContext(clock, Deadline.in(Duration.ofSeconds(20), clock), notBefore);
    return probe.judge(
        probe.discover(api.list(Kinds.CLUSTER, context.deadline())).subjects().get(0), context);
  }

  void put() {
    api.put(Kinds.CLUSTER, cluster.resource());
    api.put(Kinds.OBJECT_STORE, store.resource());
    api.put(Kinds.SCHEDULED_BACKUP, schedule.resource());
    backups.forEach(backup -> api.put(Kinds.BACKUP, backup.resource()));
  }

  List<Finding> findings() {
    return judge().checks().stream().flatMap(check -> check.finding().stream()).toList();
  }

  /** {@code code STATUS}, one for each finding. */
  List<String> told() {
    return findings().stream().map(f -> f.code() + " " + f.severity()).toList();
  }

  Status status() {
    return Status.worstOf(judge().checks().stream().map(Check::status).toList());
  }
}
