package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.postgres.Database;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.volsync.BucketAccount;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One database of one cluster: where its objects are, and its archive in the bucket. */
public final class DatabaseSite {
  public static final String CLUSTERS = "clusters.postgresql.cnpg.io";
  public static final String BACKUPS = "backups.postgresql.cnpg.io";
  public static final String SCHEDULES = "scheduledbackups.postgresql.cnpg.io";
  public static final String STORES = "objectstores.barmancloud.cnpg.io";

  private final ApiServer api;
  private final S3Server store;
  private final String bucket;
  private final Database database;
  private final BucketAccount account = BucketAccount.random();
  private final BucketAccount users = BucketAccount.random();

  /** Its objects are not there before {@link DatabaseCare#reset}. */
  public DatabaseSite(ApiServer api, S3Server store, String bucket, Database database) {
    this.api = api;
    this.store = store;
    this.bucket = bucket;
    this.database = database;
  }

  public ApiServer api() {
    return api;
  }

  public S3Server store() {
    return store;
  }

  public Database database() {
    return database;
  }

  public String bucket() {
    return bucket;
  }

  /** With what its archive is opened. */
  public BucketAccount account() {
    return account;
  }

  /** The password of every application's user. */
  public String password() {
    return users.secretAccessKey();
  }

  /** Every secret value of it. */
  public List<String> secretValues() {
    return List.of(account.accessKeyId(), account.secretAccessKey(), password());
  }

  public String namespace() {
    return database.namespace();
  }

  public String name() {
    return database.name();
  }

  /** The Secret with the key of the bucket. */
  public String secret() {
    return name() + "-backup-secret";
  }

  /** The Secret of an application's user. */
  public static String userSecret(String application) {
    return application + "-pguser-secret";
  }

  /** The ObjectStore; there is none where the operator itself archives. */
  public String objectStore() {
    return name() + "-store";
  }

  public String schedule() {
    return name() + "-daily";
  }

  /** Its n-th instance. */
  public String instance(int serial) {
    return name() + "-" + serial;
  }

  /** The instance that takes writes. */
  public String primary() {
    return instance(database.life() == Database.Life.PROMOTED ? 2 : 1);
  }

  /** Where its archive begins in the bucket, with a slash at the end. */
  public String prefix() {
    return name() + "/";
  }

  /** {@code bucket/prefix/}: where a fault of the store hits it and nothing else. */
  public String place() {
    return bucket + "/" + prefix();
  }

  /** The Cluster as it is; empty if it was deleted. */
  public Optional<ObjectNode> cluster() {
    return api.get(CLUSTERS, namespace(), name());
  }

  /** The ScheduledBackup as it is; empty if it was deleted. */
  public Optional<ObjectNode> scheduledBackup() {
    return api.get(SCHEDULES, namespace(), schedule());
  }

  /** Its Backups, whoever made them. */
  public List<ObjectNode> backups() {
    return api.list(BACKUPS, namespace()).stream()
        .filter(one -> one.path("spec").path("cluster").path("name").asText().equals(name()))
        .toList();
  }

  /** Merges into the Cluster (RFC 7386), status included. */
  public void patchCluster(Map<String, ?> patch) {
    api.patch(CLUSTERS, namespace(), name(), patch);
  }

  public void patchSchedule(Map<String, ?> patch) {
    api.patch(SCHEDULES, namespace(), schedule(), patch);
  }

  public void patchStore(Map<String, ?> patch) {
    api.patch(STORES, namespace(), objectStore(), patch);
  }

  /** Gives a key of the Secret another value. */
  public void setSecret(String key, String value) {
    String encoded = Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8));
    api.patch("secrets", namespace(), secret(), Map.of("data", Map.of(key, encoded)));
  }

  /** Sets one condition of the Cluster. */
  void condition(Map<String, Object> condition) {
    cluster()
        .ifPresent(
            cluster ->
                patchCluster(
                    Map.of("status", Map.of("conditions", Conditions.with(cluster, condition)))));
  }

  /** What the instance manager notes after each segment. */
  void archived(Optional<String> failure) {
    condition(Conditions.archiving(failure, Instant.now()));
  }
}
