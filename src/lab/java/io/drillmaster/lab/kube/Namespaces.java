package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Gives namespaces what every namespace has (again, if it was deleted), and empties those that are
 * being deleted.
 */
final class Namespaces implements Controller {
  private final Cluster cluster;
  private final String authority;

  /**
   * @param authority certificate for {@code kube-root-ca.crt}
   */
  Namespaces(Cluster cluster, String authority) {
    this.cluster = cluster;
    this.authority = authority;
  }

  @Override
  public void changed(Change change) {
    boolean itself = change.key().resource().equals("namespaces");
    String name = itself ? change.key().name() : change.key().namespace();
    Optional<ObjectNode> namespace = cluster.store.get(key(name));
    if (namespace.isEmpty()) {
      return;
    }
    if (Meta.isGoing(namespace.get())) {
      empty(name, namespace.get());
    } else if (itself ? change.isCreation() : change.isDeletion()) {
      furnish(name);
    }
  }

  private static Key key(String name) {
    return new Key("namespaces", "", name);
  }

  private void furnish(String name) {
    putIfAbsent("serviceaccounts", name, "ServiceAccount", "default", Json.object());
    ObjectNode data = Json.object("data", Map.of("ca.crt", authority));
    putIfAbsent("configmaps", name, "ConfigMap", "kube-root-ca.crt", data);
  }

  private void putIfAbsent(
      String resource, String namespace, String kind, String name, ObjectNode body) {
    if (cluster.store.get(new Key(resource, namespace, name)).isEmpty()) {
      body.put("apiVersion", "v1").put("kind", kind);
      Meta.of(body).put("namespace", namespace).put("name", name);
      cluster.put(body);
    }
  }

  private void empty(String name, ObjectNode namespace) {
    for (Key key : content(name)) {
      if (cluster.store.get(key).filter(object -> !Meta.isGoing(object)).isPresent()) {
        ResourceType type = cluster.types.resource(key.resource()).orElseThrow();
        cluster.deletes.delete(type, key, Deletes.Options.BACKGROUND);
      }
    }
    List<Key> left = content(name);
    if (left.isEmpty()) {
      update(name, "finalize", Json.object("spec", Json.object()));
    } else {
      ObjectNode status = Json.object("phase", "Terminating");
      status.set("conditions", conditions(left, Meta.text(namespace, "deletionTimestamp")));
      update(name, "status", Json.object("status", status));
    }
  }

  private List<Key> content(String namespace) {
    return cluster.store.all().stream()
        .map(Map.Entry::getKey)
        .filter(key -> key.namespace().equals(namespace))
        .toList();
  }

  private void update(String name, String subresource, ObjectNode body) {
    ResourceType type = cluster.types.resource("namespaces").orElseThrow();
    cluster.writes.update(type, key(name), subresource, body, WriteOptions.CONTROLLER);
  }

  private ArrayNode conditions(List<Key> left, String since) {
    Map<String, Integer> resources = new TreeMap<>();
    Map<String, Integer> finalizers = new TreeMap<>();
    for (Key key : left) {
      String resource = key.resource().contains(".") ? key.resource() : key.resource() + ".";
      resources.merge(resource, 1, Integer::sum);
      Meta.finalizers(cluster.store.get(key).orElseThrow())
          .forEach(finalizer -> finalizers.merge(finalizer, 1, Integer::sum));
    }
    String remaining = "Some resources are remaining: " + counted(resources, " has ");
    String held =
        "Some content in the namespace has finalizers remaining: " + counted(finalizers, " in ");
    return Json.array()
        .add(
            condition(
                "NamespaceDeletionDiscoveryFailure False ResourcesDiscovered",
                "All resources successfully discovered",
                since))
        .add(
            condition(
                "NamespaceDeletionContentFailure False ContentDeleted",
                "All content successfully deleted, may be waiting on finalization",
                since))
        .add(condition("NamespaceContentRemaining True SomeResourcesRemain", remaining, since))
        .add(condition("NamespaceFinalizersRemaining True SomeFinalizersRemain", held, since));
  }

  private static String counted(Map<String, Integer> counts, String verb) {
    List<String> texts =
        counts.entrySet().stream()
            .map(count -> count.getKey() + verb + count.getValue() + " resource instances")
            .toList();
    return String.join(", ", texts);
  }

  private static ObjectNode condition(String typeStatusReason, String message, String since) {
    String[] words = typeStatusReason.split(" ");
    return Json.object(
        "type", words[0],
        "status", words[1],
        "lastTransitionTime", since,
        "reason", words[2],
        "message", message);
  }
}
