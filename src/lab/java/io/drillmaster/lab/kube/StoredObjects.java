package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the lab itself does to objects, past users and rules; every object given out is a copy. */
final class StoredObjects {
  private final Loop loop;
  private final Cluster cluster;

  StoredObjects(Loop loop, Cluster cluster) {
    this.loop = loop;
    this.cluster = cluster;
  }

  private ResourceType type(String kind) {
    return cluster.types.named(kind);
  }

  private Key key(String kind, String namespace, String name) {
    return type(kind).key(namespace, name);
  }

  void apply(List<ObjectNode> objects) {
    loop.run(() -> objects.forEach(cluster::put));
  }

  ObjectNode put(ObjectNode object) {
    return loop.call(() -> cluster.put(object).deepCopy());
  }

  Optional<ObjectNode> get(String kind, String namespace, String name) {
    return loop.call(() -> cluster.store.get(key(kind, namespace, name)).map(ObjectNode::deepCopy));
  }

  List<ObjectNode> list(String kind, String namespace) {
    return loop.call(
        () ->
            cluster.store.list(type(kind).resource(), namespace).values().stream()
                .map(ObjectNode::deepCopy)
                .toList());
  }

  List<ObjectNode> all() {
    return loop.call(
        () ->
            cluster.store.all().stream()
                .map(Map.Entry::getValue)
                .map(ObjectNode::deepCopy)
                .toList());
  }

  ObjectNode patch(String kind, String namespace, String name, ObjectNode patch) {
    return loop.call(
        () -> {
          Key key = key(kind, namespace, name);
          ObjectNode old =
              cluster
                  .store
                  .get(key)
                  .orElseThrow(() -> StatusException.notFound(type(kind), key.name()));
          ObjectNode next = Patches.merge(old, patch);
          return cluster.writes.update(type(kind), key, "", next, WriteOptions.SEED).deepCopy();
        });
  }

  ObjectNode setStatus(String kind, String namespace, String name, ObjectNode status) {
    ObjectNode body = Json.object("status", status);
    return loop.call(
        () ->
            cluster
                .writes
                .update(
                    type(kind), key(kind, namespace, name), "status", body, WriteOptions.CONTROLLER)
                .deepCopy());
  }

  void delete(String kind, String namespace, String name) {
    loop.run(
        () ->
            cluster.deletes.delete(
                type(kind), key(kind, namespace, name), Deletes.Options.BACKGROUND));
  }

  void createNamespace(String name) {
    loop.run(
        () -> {
          if (cluster.store.get(new Key("namespaces", "", name)).isEmpty()) {
            cluster.put(
                Json.object(
                    "apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", name)));
          }
        });
  }

  void hide(String kind, boolean hidden) {
    loop.run(
        () -> {
          String resource = type(kind).resource();
          cluster.types.hide(resource, hidden);
          if (hidden) {
            cluster.watches.end(resource);
          }
        });
  }
}
