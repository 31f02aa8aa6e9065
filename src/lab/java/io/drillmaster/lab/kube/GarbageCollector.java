package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deletes what no owner holds any more, in the background or, for {@code foregroundDeletion},
 * before the owner; with {@code orphan} it takes the references away instead.
 */
final class GarbageCollector implements Controller {
  private final Cluster cluster;

  GarbageCollector(Cluster cluster) {
    this.cluster = cluster;
  }

  @Override
  public void changed(Change change) {
    if (change.isDeletion()) {
      dependents(Meta.uid(change.object())).forEach(key -> collect(key));
      owners(change.object()).forEach(this::finishForeground);
      return;
    }
    Optional<ObjectNode> present =
        cluster
            .store
            .get(change.key())
            .filter(object -> Meta.uid(object).equals(Meta.uid(change.object())));
    present.ifPresent(object -> look(change.key(), object));
  }

  private void look(Key key, ObjectNode object) {
    List<String> finalizers = Meta.finalizers(object);
    if (Meta.isGoing(object) && finalizers.contains(Meta.ORPHAN)) {
      dependents(Meta.uid(object))
          .forEach(dependent -> edit(dependent, next -> Meta.disown(next, Meta.uid(object))));
      removeFinalizer(key, Meta.ORPHAN);
    } else if (Meta.isGoing(object) && finalizers.contains(Meta.FOREGROUND)) {
      dependents(Meta.uid(object)).forEach(dependent -> delete(dependent, "Foreground"));
      finishForeground(key);
    } else if (!Meta.isGoing(object)) {
      collect(key);
    }
  }

  /** Deletes an object none of whose owners exists; forgets absent owners beside present ones. */
  private void collect(Key key) {
    Optional<ObjectNode> object = cluster.store.get(key);
    List<String> absent = new ArrayList<>();
    int present = 0;
    for (JsonNode owner : object.map(this::references).orElseGet(Json::array)) {
      String uid = owner.path("uid").asText();
      if (cluster.store.byUid(uid).isPresent()) {
        present++;
      } else {
        absent.add(uid);
      }
    }
    if (absent.isEmpty()) {
      return;
    }
    if (present == 0) {
      delete(key, "Background");
    } else {
      edit(key, next -> absent.forEach(uid -> Meta.disown(next, uid)));
    }
  }

  private JsonNode references(ObjectNode object) {
    return object.path("metadata").path("ownerReferences");
  }

  private List<Key> dependents(String uid) {
    return cluster.store.all().stream()
        .filter(entry -> Meta.isOwnedBy(entry.getValue(), uid))
        .map(Map.Entry::getKey)
        .toList();
  }

  private List<Key> owners(ObjectNode object) {
    List<Key> owners = new ArrayList<>();
    references(object)
        .forEach(o -> cluster.store.byUid(o.path("uid").asText()).ifPresent(owners::add));
    return owners;
  }

  private void finishForeground(Key key) {
    Optional<ObjectNode> owner =
        cluster.store.get(key).filter(object -> Meta.finalizers(object).contains(Meta.FOREGROUND));
    if (owner.isPresent() && owner.filter(this::isBlocked).isEmpty()) {
      removeFinalizer(key, Meta.FOREGROUND);
    }
  }

  private boolean isBlocked(ObjectNode owner) {
    String uid = Meta.uid(owner);
    for (Key key : dependents(uid)) {
      for (JsonNode reference : references(cluster.store.get(key).orElseThrow())) {
        boolean blocks = reference.path("blockOwnerDeletion").asBoolean();
        if (reference.path("uid").asText().equals(uid) && blocks) {
          return true;
        }
      }
    }
    return false;
  }

  private void delete(Key key, String policy) {
    boolean going = cluster.store.get(key).filter(Meta::isGoing).isPresent();
    if (!going) {
      ResourceType type = cluster.types.resource(key.resource()).orElseThrow();
      cluster.deletes.delete(type, key, new Deletes.Options(policy, "", "", false));
    }
  }

  private void removeFinalizer(Key key, String finalizer) {
    edit(
        key,
        next -> {
          List<String> rest = new ArrayList<>(Meta.finalizers(next));
          rest.remove(finalizer);
          Meta.finalizers(next, rest);
        });
  }

  private void edit(Key key, java.util.function.Consumer<ObjectNode> change) {
    ResourceType type = cluster.types.resource(key.resource()).orElseThrow();
    ObjectNode next = cluster.store.get(key).orElseThrow().deepCopy();
    change.accept(next);
    cluster.writes.update(type, key, "", next, WriteOptions.CONTROLLER);
  }
}
