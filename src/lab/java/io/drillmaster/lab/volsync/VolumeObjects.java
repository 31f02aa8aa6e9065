package io.drillmaster.lab.volsync;

import io.drillmaster.lab.secrets.SecretSite;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The objects of a volume as Flux, External Secrets 2.9 and VolSync 0.16 leave them. */
final class VolumeObjects {
  private final BackedUpVolume volume;
  private final Instant created;

  VolumeObjects(BackedUpVolume volume, Instant created) {
    this.volume = volume;
    this.created = created;
  }

  static String time(Instant instant) {
    return instant.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  Map<String, Object> claim() {
    List<String> modes = List.of("ReadWriteOnce");
    Map<String, Object> storage = Map.of("storage", "10Gi");
    return object(
        "v1",
        "PersistentVolumeClaim",
        volume.name(),
        Map.of(
            "spec",
            Map.of(
                "accessModes",
                modes,
                "resources",
                Map.of("requests", storage),
                "storageClassName",
                "ceph-block",
                "volumeMode",
                "Filesystem",
                "volumeName",
                "pvc-" + uuid("volume")),
            "status",
            Map.of("phase", "Bound", "accessModes", modes, "capacity", storage)));
  }

  /** It makes the Secret of what 1Password holds. */
  Map<String, Object> externalSecret() {
    Map<String, String> store = Map.of("kind", "ClusterSecretStore", "name", SecretSite.STORE);
    Map<String, Object> target =
        Map.of("name", volume.secret(), "creationPolicy", "Owner", "deletionPolicy", "Retain");
    return object(
        "external-secrets.io/v1",
        "ExternalSecret",
        volume.externalSecret(),
        Map.of(
            "spec",
            Map.of(
                "refreshInterval",
                "1h",
                "secretStoreRef",
                store,
                "target",
                target,
                "dataFrom",
                List.of(Map.of("extract", Map.of("key", volume.vaultItem()))))));
  }

  Map<String, Object> replicationSource(Map<String, Object> status) {
    return object(
        "volsync.backube/v1alpha1",
        "ReplicationSource",
        volume.name(),
        Map.of("spec", spec(), "status", status));
  }

  private Map<String, Object> spec() {
    return Map.of(
        "sourcePVC", volume.name(),
        "trigger", Map.of("schedule", volume.schedule()),
        "restic",
            Map.of(
                "accessModes",
                List.of("ReadWriteOnce"),
                "cacheAccessModes",
                List.of("ReadWriteOnce"),
                "cacheCapacity",
                "2Gi",
                "cacheStorageClassName",
                "openebs-hostpath",
                "copyMethod",
                "Snapshot",
                "pruneIntervalDays",
                14,
                "repository",
                volume.secret(),
                "retain",
                Map.of("hourly", 24, "daily", 7),
                "storageClassName",
                "ceph-block",
                "volumeSnapshotClassName",
                "csi-ceph-block"));
  }

  private Map<String, Object> object(
      String apiVersion, String kind, String name, Map<String, Object> rest) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("apiVersion", apiVersion);
    object.put("kind", kind);
    object.put("metadata", metadata(name));
    object.putAll(rest);
    return object;
  }

  private Map<String, Object> metadata(String name) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name);
    metadata.put("namespace", volume.namespace());
    metadata.put("creationTimestamp", time(created));
    metadata.put(
        "labels",
        Map.of(
            "kustomize.toolkit.fluxcd.io/name",
            volume.name(),
            "kustomize.toolkit.fluxcd.io/namespace",
            "flux-system"));
    return metadata;
  }

  private String uuid(String salt) {
    String seed = salt + "/" + volume.namespace() + "/" + volume.name();
    return UUID.nameUUIDFromBytes(seed.getBytes(StandardCharsets.UTF_8)).toString();
  }
}
