package io.drillmaster.secrets;

import io.drillmaster.kube.Resource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An ExternalSecret {@code business/odoo} and the ClusterSecretStore {@code onepassword} that it
 * reads from, as External Secrets 2.9 leaves them after a good refresh at 13:50 UTC on 2026-11-22,
 * to be spoiled by a test.
 */
final class SecretSeed {
  private final Map<String, Object> root = new HashMap<>();

  private SecretSeed(String kind, String namespace, String name) {
    root.put("apiVersion", "external-secrets.io/v1");
    root.put("kind", kind);
    set("metadata.name", name);
    if (!namespace.isEmpty()) {
      set("metadata.namespace", namespace);
    }
    set("metadata.uid", "uid-of-" + name);
    set("metadata.generation", 3);
    set("metadata.creationTimestamp", "2026-06-01T10:00:00Z");
  }

  static SecretSeed externalSecret() {
    return externalSecret("odoo");
  }

  static SecretSeed externalSecret(String name) {
    return new SecretSeed("ExternalSecret", "business", name)
        .set("spec.refreshInterval", "1h0m0s")
        .set("spec.secretStoreRef.kind", "ClusterSecretStore")
        .set("spec.secretStoreRef.name", "onepassword")
        .set("spec.target.name", name + "-secret")
        .set("spec.target.creationPolicy", "Owner")
        .set("spec.target.deletionPolicy", "Retain")
        .set("spec.dataFrom", List.of(Map.of("extract", Map.of("key", name))))
        .set("status.refreshTime", "2026-11-22T13:50:00Z")
        .set("status.syncedResourceVersion", "3-0f1e2d3c")
        .ready("True", "SecretSynced", "secret synced", "2026-06-01T10:00:02Z");
  }

  static SecretSeed clusterStore() {
    return new SecretSeed("ClusterSecretStore", "", "onepassword")
        .set("spec.provider.onepassword.connectHost", "http://onepassword-connect:8080")
        .set("status.capabilities", "ReadWrite")
        .ready("True", "Valid", "store validated", "2026-06-01T10:00:01Z");
  }

  static SecretSeed store(String name) {
    return new SecretSeed("SecretStore", "business", name)
        .ready("True", "Valid", "store validated", "2026-06-01T10:00:01Z");
  }

  SecretSeed set(String path, Object value) {
    String[] steps = path.split("\\.");
    parent(steps).put(steps[steps.length - 1], value);
    return this;
  }

  SecretSeed remove(String path) {
    String[] steps = path.split("\\.");
    parent(steps).remove(steps[steps.length - 1]);
    return this;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> parent(String[] steps) {
    Map<String, Object> here = root;
    for (int i = 0; i < steps.length - 1; i++) {
      here =
          (Map<String, Object>)
              here.computeIfAbsent(steps[i], step -> new HashMap<String, Object>());
    }
    return here;
  }

  SecretSeed ready(String status, String reason, String message, String since) {
    List<Object> conditions = new ArrayList<>();
    conditions.add(
        Map.of(
            "type", "Ready",
            "status", status,
            "reason", reason,
            "message", message,
            "lastTransitionTime", since));
    return set("status.conditions", conditions);
  }

  SecretSeed failing(String since) {
    return ready("False", "SecretSyncedError", "could not get secret data from provider", since);
  }

  /** As it was made at that time, before the operator has seen it. */
  SecretSeed fresh(String createdAt) {
    return remove("status").set("metadata.creationTimestamp", createdAt);
  }

  SecretSeed annotate(String key, String value) {
    return set("metadata.annotations", Map.of(key, value));
  }

  Resource resource() {
    return new Resource(root);
  }
}
