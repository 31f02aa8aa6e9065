package io.drillmaster;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.kube.Fabric8Cluster;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Kubeconfig;
import io.drillmaster.lab.s3.S3Server;
import io.drillmaster.lab.volsync.ResticFixture;
import io.drillmaster.lab.volsync.ResticFixture.ResticObject;
import io.drillmaster.objectstore.ObjectStoreProbe;
import io.drillmaster.s3.S3Buckets;
import io.drillmaster.volsync.VolsyncBuckets;
import io.drillmaster.volsync.VolsyncProbe;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One cluster with one ReplicationSource {@code business/odoo}, hourly, whose last sync ended two
 * minutes ago, and a store that holds its repository as the real restic wrote it; looked at with
 * the real clients.
 */
public final class SmallEstate implements AutoCloseable {
  /** Stands in every secret value; must be found nowhere else. */
  public static final String PLANTED = "planted4711";

  private static final String ACCESS_KEY = "key" + PLANTED;
  private static final String SECRET_KEY = "secret" + PLANTED;
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: replicationsources.volsync.backube}
      spec:
        group: volsync.backube
        scope: Namespaced
        names: {plural: replicationsources, singular: replicationsource, kind: ReplicationSource}
        versions:
          - name: v1alpha1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;

  public final Clock clock = Clock.systemUTC();
  public final ApiServer api = ApiServer.start("infra");
  public final S3Server store = S3Server.start();
  public final Instant lastSync =
      clock.instant().minus(Duration.ofMinutes(2)).truncatedTo(ChronoUnit.SECONDS);
  public final VolsyncProbe volsync;
  public final ObjectStoreProbe objectStore;
  public final List<String> transcript = new ArrayList<>();

  private final Fabric8Cluster cluster;
  private final S3Buckets buckets = new S3Buckets(clock);
  private final VolsyncBuckets sources;
  private boolean inTime;

  public SmallEstate(Path folder) {
    Path kubeconfig = Kubeconfig.of(api).write(folder.resolve("kubeconfig"));
    cluster = Fabric8Cluster.connect("infra", new ClusterAccess.Kubeconfig(kubeconfig, "infra"));
    sources = new VolsyncBuckets(cluster);
    volsync = new VolsyncProbe(cluster, buckets, volsyncSettings(), clock);
    objectStore = new ObjectStoreProbe(cluster, buckets, objectStoreSettings(), clock);
    api.apply(CRD);
    api.createNamespace("business");
    seed();
  }

  /** Puts everything (back) to where all is well. */
  public void seed() {
    api.faults().clear();
    store.faults().clear();
    store.createBucket("volsync");
    store.deleteAll("volsync", "");
    seedStore();
    seedCluster();
  }

  private static ProbeSettings volsyncSettings() {
    return new ProbeSettings(
        true,
        Duration.ofSeconds(1),
        Duration.ofSeconds(4),
        Map.of(
            "bucketEvery", Duration.ofMillis(1),
            "graceAfterMissedSync", Duration.ofMinutes(30),
            "stuckAfter", Duration.ofHours(6),
            "staleLockAfter", Duration.ofMinutes(30)));
  }

  private static ProbeSettings objectStoreSettings() {
    return new ProbeSettings(
        true,
        Duration.ofSeconds(1),
        Duration.ofSeconds(4),
        Map.of(
            "inventoryEvery", Duration.ofHours(1),
            "latencyWarning", Duration.ofMillis(1500),
            "clockSkewWarning", Duration.ofMinutes(1)));
  }

  private void seedStore() {
    store.allow(ACCESS_KEY, SECRET_KEY);
    ResticFixture fixture = ResticFixture.ofVersion(2);
    List<ResticObject> objects = new ArrayList<>(fixture.init());
    objects.addAll(fixture.sync(1));
    objects.addAll(fixture.sync(2));
    objects.forEach(object -> put(object, lastSync.minus(Duration.ofDays(3))));
    put(fixture.snapshot(2), lastSync.minusSeconds(5));
  }

  public void put(ResticObject object, Instant lastModified) {
    store.put("volsync", "odoo/" + object.path(), object.content(), lastModified);
  }

  private void seedCluster() {
    api.put(object("v1", "PersistentVolumeClaim", "odoo-data", Map.of("spec", Map.of())));
    secret(
        Map.of(
            "RESTIC_REPOSITORY",
            "s3:" + store.endpoint() + "/volsync/odoo",
            "RESTIC_PASSWORD",
            "password" + PLANTED,
            "AWS_ACCESS_KEY_ID",
            ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY",
            SECRET_KEY));
    Map<String, Object> more = new HashMap<>();
    more.put(
        "spec",
        Map.of(
            "sourcePVC", "odoo-data",
            "trigger", Map.of("schedule", "@hourly"),
            "restic", Map.of("repository", "odoo-volsync")));
    more.put(
        "status",
        Map.of(
            "lastSyncTime", lastSync.toString(),
            "lastSyncDuration", "20.5s",
            "latestMoverStatus",
                Map.of(
                    "result", "Successful",
                    "logs", "snapshot 3f2a9c1b saved\nRestic completed in 18s")));
    Map<String, Object> source =
        new HashMap<>(object("volsync.backube/v1alpha1", "ReplicationSource", "odoo", more));
    source.put(
        "metadata",
        Map.of(
            "namespace", "business",
            "name", "odoo",
            "creationTimestamp", "2026-01-01T00:00:00Z"));
    api.put(source);
  }

  private static Map<String, Object> object(
      String version, String kind, String name, Map<String, Object> more) {
    Map<String, Object> object = new HashMap<>(more);
    object.put("apiVersion", version);
    object.put("kind", kind);
    object.put("metadata", Map.of("namespace", "business", "name", name));
    return object;
  }

  /** Replaces these keys of the repository Secret. */
  public void secret(Map<String, String> values) {
    Map<String, Object> data = new HashMap<>();
    values.forEach(
        (key, value) ->
            data.put(
                key, Base64.getEncoder().encodeToString(value.getBytes(StandardCharsets.UTF_8))));
    if (api.get("secrets", "business", "odoo-volsync").isPresent()) {
      api.patch("secrets", "business", "odoo-volsync", Map.of("data", data));
    } else {
      api.put(object("v1", "Secret", "odoo-volsync", Map.of("data", data)));
    }
  }

  /** The store again with the key that the Secret has. */
  public void allow() {
    store.allow(ACCESS_KEY, SECRET_KEY);
  }

  /** The store with another secret for the key that the Secret has. */
  public void changeSecretKey() {
    store.allow(ACCESS_KEY, "another");
  }

  public void revoke() {
    store.revoke(ACCESS_KEY);
  }

  public void patchSource(Map<String, ?> patch) {
    api.patch("replicationsources", "business", "odoo", patch);
  }

  /** Whether the last round ended in time. */
  public boolean wasInTime() {
    return inTime;
  }

  /** One round of the probe {@code volsync}. */
  public Judgement askVolsync() {
    return ask(
        volsync, volsync.discover(cluster.list(VolsyncProbe.KIND, deadline())).subjects().get(0));
  }

  /** One round of the probe {@code object-store}. */
  public Judgement askObjectStore() {
    return ask(objectStore, objectStore.discover(sources.buckets(deadline())).subjects().get(0));
  }

  private <S> Judgement ask(Probe<S> probe, Subject<S> subject) {
    ProbeContext context = new ProbeContext(clock, deadline(), Instant.EPOCH);
    Judgement judgement = probe.judge(subject, context);
    inTime = !context.deadline().hasPassed();
    transcript.add(judgement.toString());
    transcript.addAll(context.transcript());
    return judgement;
  }

  private Deadline deadline() {
    return Deadline.in(Duration.ofSeconds(4), clock);
  }

  @Override
  public void close() {
    cluster.close();
    buckets.close();
    store.close();
    api.close();
  }
}
