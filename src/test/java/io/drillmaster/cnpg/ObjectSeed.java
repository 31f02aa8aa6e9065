package io.drillmaster.cnpg;

import io.drillmaster.kube.Resource;
import java.util.HashMap;
import java.util.Map;

/** An object of the API whose fields are set one by one. */
final class ObjectSeed {
  private final Map<String, Object> root = new HashMap<>();

  ObjectSeed(String kind, String name) {
    root.put("kind", kind);
    set("metadata.namespace", "shop");
    set("metadata.name", name);
    set("metadata.creationTimestamp", "2026-06-01T10:00:00Z");
  }

  /**
   * @param path names joined by dots
   */
  ObjectSeed set(String path, Object value) {
    String[] steps = path.split("\\.");
    parent(steps).put(steps[steps.length - 1], value);
    return this;
  }

  /** As {@link #set}, for a name that holds dots itself. */
  ObjectSeed put(String path, String key, Object value) {
    parent((path + ".x").split("\\.")).put(key, value);
    return this;
  }

  ObjectSeed remove(String path) {
    String[] steps = path.split("\\.");
    parent(steps).remove(steps[steps.length - 1]);
    return this;
  }

  @SuppressWarnings("unchecked")
  private Map<String, Object> parent(String[] steps) {
    Map<String, Object> here = root;
    for (int i = 0; i < steps.length - 1; i++) {
      here =
          (Map<String, Object>) here.computeIfAbsent(steps[i], n -> new HashMap<String, Object>());
    }
    return here;
  }

  Resource resource() {
    return new Resource(root);
  }
}
