package io.drillmaster.coverage;

import io.drillmaster.kube.Resource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Objects of the namespace {@code business} as a cluster holds them for months. */
final class Seed {
  private final Map<String, Object> root = new HashMap<>();

  private Seed(String kind, String name) {
    root.put("kind", kind);
    set("metadata.name", name);
    set("metadata.namespace", "business");
    set("metadata.creationTimestamp", "2026-06-01T10:00:00Z");
  }

  /** A claim that is bound. */
  static Seed claim(String name) {
    return new Seed("PersistentVolumeClaim", name)
        .set("spec.storageClassName", "ceph-block")
        .set("status.phase", "Bound");
  }

  static Seed source(String name, String claim) {
    return new Seed("ReplicationSource", name).set("spec.sourcePVC", claim);
  }

  /** A StatefulSet with a template for claims. */
  static Seed statefulSet(String name, String... templates) {
    List<Object> all =
        List.of(templates).stream()
            .<Object>map(template -> Map.of("metadata", Map.of("name", template)))
            .toList();
    return new Seed("StatefulSet", name).set("spec.volumeClaimTemplates", all);
  }

  /** A Cluster of CloudNativePG without a backup. */
  static Seed database(String name) {
    return new Seed("Cluster", name).set("spec.instances", 3);
  }

  @SuppressWarnings("unchecked")
  Seed set(String path, Object value) {
    String[] steps = path.split("\\.");
    Map<String, Object> here = root;
    for (int i = 0; i < steps.length - 1; i++) {
      here = (Map<String, Object>) here.computeIfAbsent(steps[i], s -> new HashMap<>());
    }
    here.put(steps[steps.length - 1], value);
    return this;
  }

  Seed in(String namespace) {
    return set("metadata.namespace", namespace);
  }

  Seed label(String key, String value) {
    return set("metadata.labels", Map.of(key, value));
  }

  Seed ownedBy(String kind, String name) {
    return set("metadata.ownerReferences", List.of(Map.of("kind", kind, "name", name)));
  }

  Seed annotated(String value, String reason) {
    return set(
        "metadata.annotations",
        Map.of("drillmaster.dev/backup", value, "drillmaster.dev/backup-reason", reason));
  }

  Resource resource() {
    return new Resource(root);
  }
}
