package io.drillmaster.volsync;

import io.drillmaster.kube.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A ReplicationSource {@code business/odoo} as VolSync 0.16 leaves it after a good sync at 08:01
 * UTC on 2026-11-22, to be spoiled by a test.
 */
final class SourceSeed {
  private final Map<String, Object> root = new HashMap<>();

  SourceSeed() {
    root.put("apiVersion", "volsync.backube/v1alpha1");
    root.put("kind", "ReplicationSource");
    set("metadata.name", "odoo");
    set("metadata.namespace", "business");
    set("metadata.creationTimestamp", "2026-06-01T10:00:00Z");
    set("spec.sourcePVC", "odoo-data");
    set("spec.trigger.schedule", "0 */8 * * *");
    set("spec.restic.repository", "odoo-volsync");
    set("spec.restic.copyMethod", "Snapshot");
    set("status.lastSyncTime", "2026-11-22T08:01:10Z");
    set("status.lastSyncDuration", "1m10.123456789s");
    set("status.nextSyncTime", "2026-11-22T16:00:00Z");
    set("status.latestMoverStatus.result", "Successful");
    set(
        "status.latestMoverStatus.logs",
        "processed 12 files, 3.1 GiB in 0:41\nsnapshot 3f2a9c1b saved\nRestic completed in 47s");
    condition("False", "WaitingForSchedule");
  }

  SourceSeed set(String path, Object value) {
    String[] steps = path.split("\\.");
    Map<String, Object> here = root;
    for (int i = 0; i < steps.length - 1; i++) {
      here = child(here, steps[i]);
    }
    here.put(steps[steps.length - 1], value);
    return this;
  }

  SourceSeed remove(String path) {
    String[] steps = path.split("\\.");
    Map<String, Object> here = root;
    for (int i = 0; i < steps.length - 1; i++) {
      here = child(here, steps[i]);
    }
    here.remove(steps[steps.length - 1]);
    return this;
  }

  SourceSeed condition(String status, String reason) {
    List<Object> conditions = new ArrayList<>();
    conditions.add(Map.of("type", "Synchronizing", "status", status, "reason", reason));
    return set("status.conditions", conditions);
  }

  /** As it was made a moment ago. */
  SourceSeed fresh(String createdAt) {
    root.remove("status");
    return set("metadata.creationTimestamp", createdAt);
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> child(Map<String, Object> parent, String name) {
    return (Map<String, Object>) parent.computeIfAbsent(name, n -> new HashMap<String, Object>());
  }

  Resource resource() {
    return new Resource(root);
  }
}
