package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.postgres.BackupFacts;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The status of a Cluster as CloudNativePG 1.30 moves it. */
final class ClusterState {
  static final String HEALTHY = "Cluster in healthy state";
  private static final String WAITING = "Waiting for the instances to become active";
  private static final String UNKNOWN_PLUGIN =
      "Cluster cannot proceed to reconciliation due to an unknown plugin being required";

  private final DatabaseSite site;

  ClusterState(DatabaseSite site) {
    this.site = site;
  }

  /** What follows from the finished backups. */
  void settled(List<BackupFacts> backups) {
    if (!site.database().usesPlugin() && !backups.isEmpty()) {
      site.patchCluster(Map.of("status", BackupStatus.ofCluster(backups)));
    }
    site.cluster().ifPresent(this::reconcile);
  }

  void reconcile(ObjectNode cluster) {
    if (annotation(cluster, "cnpg.io/hibernation").equals("on")) {
      hibernate(cluster);
      return;
    }
    fence(cluster);
    if (BarmanStore.plugin(cluster).isPresent() && !isPluginLoaded()) {
      status(cluster, UNKNOWN_PLUGIN, Map.of("pluginStatus", List.of()));
      return;
    }
    List<String> all = names(pods());
    List<String> ready = names(pods().stream().filter(ClusterState::isReady).toList());
    Map<String, Object> more = new LinkedHashMap<>();
    more.put("readyInstances", ready.size());
    more.put("instances", all.size());
    more.put("instancesStatus", instances(all, ready));
    if (BarmanStore.plugin(cluster).isPresent()) {
      more.put("pluginStatus", List.of(pluginStatus()));
    }
    boolean complete = all.size() >= cluster.path("spec").path("instances").asInt();
    status(cluster, complete ? HEALTHY : WAITING, more);
  }

  private void status(ObjectNode cluster, String phase, Map<String, Object> more) {
    Map<String, Object> status = new LinkedHashMap<>(more);
    status.put("phase", phase);
    status.put("phaseReason", phase.equals(HEALTHY) ? null : reason(phase));
    status.put(
        "conditions",
        Conditions.with(cluster, Conditions.ready(phase.equals(HEALTHY), Instant.now())));
    site.patchCluster(Map.of("status", status));
  }

  private static String reason(String phase) {
    return phase.equals(WAITING)
        ? "Some instances are not yet active. Please wait."
        : "Unknown plugin: '" + BarmanStore.PLUGIN + "'";
  }

  private void hibernate(ObjectNode cluster) {
    names(pods()).forEach(pod -> site.api().delete("pods", site.namespace(), pod));
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("readyInstances", 0);
    status.put("instancesStatus", null);
    status.put(
        "conditions",
        Conditions.with(
            cluster,
            Conditions.of(
                "cnpg.io/hibernation",
                true,
                "Hibernated",
                "Cluster has been hibernated",
                Instant.now())));
    site.patchCluster(Map.of("status", status));
  }

  /** PostgreSQL is stopped in fenced instances, which makes their pods unready. */
  private void fence(ObjectNode cluster) {
    String fenced = annotation(cluster, "cnpg.io/fencedInstances");
    for (ObjectNode pod : pods()) {
      String name = pod.path("metadata").path("name").asText();
      boolean isFenced = fenced.contains("\"*\"") || fenced.contains("\"" + name + "\"");
      if (isFenced && isReady(pod)) {
        site.api()
            .patch(
                "pods",
                site.namespace(),
                name,
                Map.of(
                    "status",
                    Map.of("conditions", List.of(Map.of("type", "Ready", "status", "False")))));
      }
    }
  }

  private boolean isPluginLoaded() {
    return site.api().get("services", "cnpg-system", "barman-cloud").isPresent();
  }

  private static String annotation(ObjectNode cluster, String name) {
    return cluster.path("metadata").path("annotations").path(name).asText();
  }

  private List<ObjectNode> pods() {
    return site.api().list("pods", site.namespace()).stream()
        .filter(pod -> label(pod, "cnpg.io/cluster").equals(site.name()))
        .filter(pod -> label(pod, "cnpg.io/podRole").equals("instance"))
        .toList();
  }

  private static String label(ObjectNode object, String name) {
    return object.path("metadata").path("labels").path(name).asText();
  }

  private static boolean isReady(ObjectNode pod) {
    for (JsonNode condition : pod.path("status").path("conditions")) {
      if (condition.path("type").asText().equals("Ready")) {
        return condition.path("status").asText().equals("True");
      }
    }
    return false;
  }

  private static List<String> names(List<ObjectNode> objects) {
    return objects.stream().map(one -> one.path("metadata").path("name").asText()).toList();
  }

  private static Map<String, Object> instances(List<String> all, List<String> ready) {
    List<String> failed = new ArrayList<>(all);
    failed.removeAll(ready);
    Map<String, Object> instances = new LinkedHashMap<>();
    instances.put("healthy", ready.isEmpty() ? null : ready);
    instances.put("failed", failed.isEmpty() ? null : failed);
    return instances;
  }

  private static Map<String, Object> pluginStatus() {
    return Map.of(
        "name", BarmanStore.PLUGIN,
        "version", "0.14.0",
        "capabilities", List.of("TYPE_RECONCILER_HOOKS", "TYPE_LIFECYCLE_SERVICE"),
        "operatorCapabilities", List.of("TYPE_VALIDATE_CLUSTER_CREATE"),
        "walCapabilities", List.of("TYPE_ARCHIVE_WAL", "TYPE_RESTORE_WAL"),
        "backupCapabilities", List.of("TYPE_BACKUP"));
  }
}
