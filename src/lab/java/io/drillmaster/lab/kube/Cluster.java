package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.util.Optional;

/** The state of one cluster and the rules for changing it: everything but the transport. */
final class Cluster {
  final ResourceTypes types = new ResourceTypes();
  final Store store = new Store();
  final Watches watches = new Watches(store);
  final Writes writes;
  final Deletes deletes;

  Cluster(Clock clock) {
    writes = new Writes(store, clock);
    deletes = new Deletes(store, writes);
    store.listen(types::changed);
    store.listen(watches::changed);
  }

  /** Creates or replaces, status included. */
  ObjectNode put(ObjectNode object) {
    ResourceType type =
        types
            .of(object)
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "the lab serves no kind "
                            + object.path("kind").asText()
                            + " in "
                            + object.path("apiVersion").asText()));
    String namespace = type.namespaced() ? namespace(object) : "";
    Key key = type.key(namespace, Meta.name(object));
    if (store.get(key).isEmpty()) {
      return writes.create(type, namespace, object, WriteOptions.SEED);
    }
    Meta.of(object).put("namespace", namespace).remove("resourceVersion");
    return writes.update(type, key, "", object, WriteOptions.SEED);
  }

  private static String namespace(ObjectNode object) {
    return Optional.of(Meta.namespace(object)).filter(name -> !name.isEmpty()).orElse("default");
  }
}
