package io.drillmaster.lab;

import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The StatefulSets that use the volumes of a cluster, and a cache that nobody backs up. */
final class Workloads {
  /** Why the cache is not backed up. */
  static final String REASON = "a cache, filled again at start";

  private static final Duration AGE = Duration.ofDays(30);

  private Workloads() {}

  static void seed(ApiServer api, List<BackedUpVolume> volumes) {
    for (BackedUpVolume volume : volumes) {
      Map<String, Object> claim = Map.of("claimName", volume.name());
      List<Object> mounted = List.of(Map.of("name", "data", "persistentVolumeClaim", claim));
      Map<String, Object> pods = Map.of("volumes", mounted);
      api.put(set(volume.namespace(), volume.name(), 1, pods, List.of()));
    }
    volumes.stream().map(BackedUpVolume::namespace).findFirst().ifPresent(n -> cache(api, n));
  }

  private static void cache(ApiServer api, String namespace) {
    Map<String, Object> notNeeded =
        Map.of("drillmaster.dev/backup", "not-needed", "drillmaster.dev/backup-reason", REASON);
    set(api, namespace, "redis", 2, notNeeded);
  }

  /** A StatefulSet with a template for claims, and the claims that were made of it. */
  static void set(
      ApiServer api, String namespace, String name, int replicas, Map<String, Object> annotations) {
    Map<String, Object> template =
        Map.of("metadata", Map.of("name", "data", "annotations", annotations), "spec", claimSpec());
    api.put(set(namespace, name, replicas, Map.of(), List.of(template)));
    for (int i = 0; i < replicas; i++) {
      claim(api, namespace, "data-" + name + "-" + i, annotations);
    }
  }

  /** A claim that has had its volume for a month. */
  static void claim(ApiServer api, String namespace, String name, Map<String, Object> annotations) {
    Map<String, Object> spec = new HashMap<>(claimSpec());
    spec.put("volumeName", "pvc-" + name);
    Map<String, Object> metadata = metadata(namespace, name);
    metadata.put("annotations", annotations);
    api.put(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "PersistentVolumeClaim",
            "metadata",
            metadata,
            "spec",
            spec,
            "status",
            Map.of("phase", "Bound", "capacity", Map.of("storage", "5Gi"))));
  }

  private static Map<String, Object> claimSpec() {
    return Map.of(
        "accessModes",
        List.of("ReadWriteOnce"),
        "storageClassName",
        "ceph-block",
        "resources",
        Map.of("requests", Map.of("storage", "5Gi")));
  }

  private static Map<String, Object> set(
      String namespace,
      String name,
      int replicas,
      Map<String, Object> pods,
      List<Object> templates) {
    Map<String, Object> labels = Map.of("app.kubernetes.io/name", name);
    Map<String, Object> podSpec = new HashMap<>(pods);
    podSpec.put("containers", List.of(Map.of("name", "app", "image", "registry.invalid/" + name)));
    return Map.of(
        "apiVersion",
        "apps/v1",
        "kind",
        "StatefulSet",
        "metadata",
        metadata(namespace, name),
        "spec",
        Map.of(
            "replicas",
            replicas,
            "serviceName",
            name,
            "selector",
            Map.of("matchLabels", labels),
            "template",
            Map.of("metadata", Map.of("labels", labels), "spec", podSpec),
            "volumeClaimTemplates",
            templates),
        "status",
        Map.of("replicas", replicas, "readyReplicas", replicas));
  }

  static Map<String, Object> metadata(String namespace, String name) {
    Map<String, Object> metadata = new HashMap<>();
    metadata.put("namespace", namespace);
    metadata.put("name", name);
    metadata.put(
        "creationTimestamp", Instant.now().minus(AGE).truncatedTo(ChronoUnit.SECONDS).toString());
    return metadata;
  }
}
