package io.drillmaster.lab.volsync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.secrets.SecretSite;
import io.drillmaster.lab.volsync.ResticFixture.ResticObject;
import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/** One volume of one cluster: its objects in the API and its repository in the bucket. */
public final class VolumeSite {
  static final String SOURCES = "replicationsources.volsync.backube";

  private static final int SEEDED_SYNCS = 8;

  private final ApiServer api;
  private final SecretSite secrets;
  private final S3Server store;
  private final String bucket;
  private final BackedUpVolume volume;
  private final BucketAccount account = BucketAccount.random();

  /** Its objects are not there before {@link #reset}. */
  public VolumeSite(
      ApiServer api, SecretSite secrets, S3Server store, String bucket, BackedUpVolume volume) {
    this.api = api;
    this.secrets = secrets;
    this.store = store;
    this.bucket = bucket;
    this.volume = volume;
  }

  public ApiServer api() {
    return api;
  }

  public S3Server store() {
    return store;
  }

  public BackedUpVolume volume() {
    return volume;
  }

  public BucketAccount account() {
    return account;
  }

  public String bucket() {
    return bucket;
  }

  /** Where its repository begins in the bucket, with a slash at the end. */
  public String prefix() {
    return volume.name() + "/";
  }

  /** {@code bucket/prefix/}: where a fault of the store hits it and nothing else. */
  public String place() {
    return bucket + "/" + prefix();
  }

  /** {@code RESTIC_REPOSITORY}, at another endpoint of the store where one is given. */
  public String repository(URI endpoint) {
    return "s3:" + endpoint + "/" + bucket + "/" + volume.name();
  }

  /** Puts everything into the state of a volume that has always been synced on time. */
  public void reset(Instant now) {
    SyncHistory history = SyncHistory.onTime(volume, SEEDED_SYNCS, now);
    store.allow(account.accessKeyId(), account.secretAccessKey());
    store.createBucket(bucket);
    store.deleteAll(bucket, prefix());
    fill(history);
    putObjects(history);
  }

  /** A repository that the real restic wrote, as old as the history says. */
  private void fill(SyncHistory history) {
    ResticFixture fixture = fixture();
    fixture.init().forEach(object -> put(object, history.created()));
    for (int sync = 1; sync <= history.starts().size(); sync++) {
      for (ResticObject object : fixture.sync(sync)) {
        put(object, history.uploaded(sync));
      }
    }
  }

  private void putObjects(SyncHistory history) {
    VolumeObjects objects = new VolumeObjects(volume, history.created());
    int last = history.starts().size();
    String snapshot = fixture().snapshot(last).path().substring("snapshots/".length());
    String logs = MoverLogs.saved(volume.repositoryVersion(), snapshot, last, history.took());
    api.createNamespace(volume.namespace());
    api.put(objects.claim());
    secrets.vault().put(volume.vaultItem(), secretValues());
    secrets.operator().seed(objects.externalSecret());
    api.put(objects.replicationSource(SyncStatus.idle(history, logs)));
  }

  private Map<String, String> secretValues() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("RESTIC_REPOSITORY", repository(store.endpoint()));
    values.put("RESTIC_PASSWORD", ResticFixture.PASSWORD);
    values.put("AWS_ACCESS_KEY_ID", account.accessKeyId());
    values.put("AWS_SECRET_ACCESS_KEY", account.secretAccessKey());
    return values;
  }

  /** What the real restic wrote for a repository of this version. */
  public ResticFixture fixture() {
    return ResticFixture.ofVersion(volume.repositoryVersion());
  }

  /** Puts an object of the repository into the bucket, as old as that. */
  public void put(ResticObject object, Instant written) {
    store.put(bucket, prefix() + object.path(), object.content(), written);
  }

  /** The ReplicationSource as it is. */
  public ObjectNode source() {
    return api.get(SOURCES, volume.namespace(), volume.name()).orElseThrow();
  }

  /** Merges into the ReplicationSource (RFC 7386), status included. */
  public void patchSource(Map<String, ?> patch) {
    api.patch(SOURCES, volume.namespace(), volume.name(), patch);
  }

  /** Gives a key of the Secret another value, by way of the vault that it comes from. */
  public void setSecret(String key, String value) {
    secrets.vault().set(volume.vaultItem(), key, value);
    secrets.operator().sync(volume.namespace(), volume.externalSecret());
  }

  /** Takes a key out of the Secret, by way of the vault that it comes from. */
  public void removeFromSecret(String key) {
    secrets.vault().removeField(volume.vaultItem(), key);
    secrets.operator().sync(volume.namespace(), volume.externalSecret());
  }

  /** Deletes the Secret while the operator that would make it again looks away. */
  public void loseSecret() {
    secrets.operator().hold(volume.namespace(), volume.externalSecret());
    api.delete("secrets", volume.namespace(), volume.secret());
  }

  /** Where its Secret comes from. */
  public SecretSite secrets() {
    return secrets;
  }

  /** When a sync was due last before that. */
  public Instant lastDue(Instant before) {
    return CronTimes.parse(volume.schedule()).orElseThrow().before(before);
  }

  /** The status says that a sync has been running since then. */
  public void beginSync(Instant begun) {
    patchSource(
        Map.of(
            "status",
            Map.of(
                "lastSyncStartTime", VolumeObjects.time(begun),
                "conditions", SyncStatus.syncing(begun))));
  }

  /** The status says that the operator cannot go on. */
  public void failReconcile(String message) {
    patchSource(Map.of("status", Map.of("conditions", SyncStatus.error(message, Instant.now()))));
  }
}
