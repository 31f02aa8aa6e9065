package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.postgres.BackupFacts;
import io.drillmaster.lab.postgres.Database;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What the operator and the plugin do for one database. */
public final class DatabaseCare {
  private static final int METRICS = 9187;
  private static final String EXTERNAL_SECRETS = "externalsecrets.external-secrets.io";
  private static final Duration REFRESHED_WITHIN = Duration.ofMinutes(30);
  private static final Duration BEFORE_ITS_FIRST_BACKUP = Duration.ofHours(2);
  private static final Duration AGE_OF_A_FRESH_ONE = Duration.ofMinutes(1);

  private final DatabaseSite site;
  private final LiveDatabase live;
  private final Instant created;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Behaviour behaviour = Behaviour.NORMAL;

  /** Its objects are not there before {@link #reset}. */
  DatabaseCare(DatabaseSite site, LiveDatabase live) {
    this.site = site;
    this.live = live;
    this.created =
        live.backups().stream()
            .findFirst()
            .map(first -> first.start().time().minus(BEFORE_ITS_FIRST_BACKUP))
            .orElseGet(() -> Instant.now().minus(AGE_OF_A_FRESH_ONE))
            .truncatedTo(ChronoUnit.SECONDS);
  }

  /** When the Cluster was made. */
  public Instant created() {
    return created;
  }

  public DatabaseSite site() {
    return site;
  }

  public LiveDatabase live() {
    return live;
  }

  /** From now on it behaves like that. */
  public void behave(Behaviour next) {
    locked(() -> behaviour = next);
  }

  /** Puts everything into the state of a database that has always been backed up on time. */
  public void reset() {
    locked(
        () -> {
          behaviour = Behaviour.HELD;
          site.store().allow(site.account().accessKeyId(), site.account().secretAccessKey());
          site.store().createBucket(site.bucket());
          putObjects(Instant.now());
          live.heal();
          synchronized (live.copy()) {
            live.copy().restore(site.store(), site.bucket(), site.prefix());
          }
          putObjects(Instant.now());
          behaviour = Behaviour.NORMAL;
        });
  }

  private void putObjects(Instant now) {
    ApiServer api = site.api();
    DatabaseObjects objects = new DatabaseObjects(site, created);
    api.createNamespace(site.namespace());
    objects.secrets(now).forEach(secret -> secret.put(api));
    if (site.database().usesPlugin()) {
      api.createNamespace("cnpg-system");
      objects.plugin().put(api);
      objects.objectStore(live.backups()).put(api);
    }
    objects.cluster(live, now).put(api);
    new ClusterState(site).settled(live.backups());
    for (int serial = 1; serial <= site.database().instances(); serial++) {
      String instance = site.instance(serial);
      objects.instance(serial).put(api);
      api.listen(site.namespace(), instance, METRICS, new InstanceExporter(site, live, instance));
    }
    objects.services().put(api);
    putBackups(objects, now);
  }

  private void putBackups(DatabaseObjects objects, Instant now) {
    site.backups()
        .forEach(
            backup ->
                site.api()
                    .delete(
                        DatabaseSite.BACKUPS,
                        site.namespace(),
                        backup.path("metadata").path("name").asText()));
    BackupTimes times = BackupTimes.of(site.database().schedule());
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("lastCheckTime", Conditions.time(now));
    status.put("nextScheduleTime", Conditions.time(times.after(now)));
    if (!live.backups().isEmpty()) {
      status.put("lastScheduleTime", Conditions.time(times.before(now)));
    }
    objects.scheduledBackup(status).put(site.api());
    for (BackupFacts facts : live.backups()) {
      Instant due = times.before(facts.start().time().plusSeconds(1));
      objects.backup(due, BackupStatus.completed(site, facts)).put(site.api());
    }
  }

  /** What is to be done now; nothing if somebody else is at it. */
  void reconcile() {
    if (behaviour == Behaviour.HELD || !lock.tryLock()) {
      return;
    }
    try {
      if (behaviour != Behaviour.HELD) {
        site.cluster().ifPresent(this::reconcile);
      }
    } finally {
      lock.unlock();
    }
  }

  private void reconcile(ObjectNode cluster) {
    new ClusterState(site).reconcile(cluster);
    refreshSecrets(Instant.now());
    schedule(Instant.now());
    site.backups().stream().filter(DatabaseCare::isToBeTaken).findFirst().ifPresent(this::take);
  }

  /** As the operator does that their store names; what is in the Secrets stays as it is. */
  private void refreshSecrets(Instant now) {
    for (ObjectNode secret : site.api().list(EXTERNAL_SECRETS, site.namespace())) {
      String last = secret.path("status").path("refreshTime").asText();
      if (last.isEmpty() || Instant.parse(last).isAfter(now.minus(REFRESHED_WITHIN))) {
        continue;
      }
      site.api()
          .patch(
              EXTERNAL_SECRETS,
              site.namespace(),
              secret.path("metadata").path("name").asText(),
              Map.of("status", Map.of("refreshTime", Conditions.time(now))));
    }
  }

  private static boolean isToBeTaken(ObjectNode backup) {
    return List.of("", "pending", "walArchivingFailing")
        .contains(backup.path("status").path("phase").asText());
  }

  /** Makes the Backup that is due, unless one of this schedule is still to be ended. */
  private void schedule(Instant now) {
    Optional<ObjectNode> scheduled = site.scheduledBackup();
    if (scheduled.isEmpty() || scheduled.get().path("spec").path("suspend").asBoolean()) {
      return;
    }
    JsonNode next = scheduled.get().path("status").path("nextScheduleTime");
    if (next.isMissingNode() || Instant.parse(next.asText()).isAfter(now) || isBusy()) {
      return;
    }
    BackupTimes times = BackupTimes.of(scheduled.get().path("spec").path("schedule").asText());
    Instant due = times.before(now.plusSeconds(1));
    new DatabaseObjects(site, created).backup(due, Map.of()).put(site.api());
    site.patchSchedule(
        Map.of(
            "status",
            Map.of(
                "lastCheckTime", Conditions.time(now),
                "lastScheduleTime", Conditions.time(due),
                "nextScheduleTime", Conditions.time(times.after(now)))));
  }

  private boolean isBusy() {
    return site.backups().stream()
        .anyMatch(
            backup ->
                !List.of("completed", "failed")
                    .contains(backup.path("status").path("phase").asText()));
  }

  private void take(ObjectNode backup) {
    new BackupRun(site, live).take(backup, behaviour);
  }

  /** Makes a Backup as a ScheduledBackup makes one that was due then; the operator will take it. */
  public void request(Instant due, Map<String, Object> status) {
    new DatabaseObjects(site, created).backup(due, status).put(site.api());
  }

  /** Nobody can ask the metrics of its primary any more. */
  public void closeExporter() {
    site.api().closePort(site.namespace(), site.primary(), METRICS);
  }

  /** A row, where that is what happens in this database. */
  void live(int rows) {
    boolean busy =
        List.of(Database.Life.BUSY, Database.Life.PROMOTED).contains(site.database().life());
    if (busy && live.server().isRunning()) {
      live.write(rows);
    }
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
