package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Who set which fields of which object, kept beside the objects (no managedFields in them). */
final class FieldOwners {
  private final Map<String, Map<String, Set<FieldPath>>> byUid = new HashMap<>();

  void changed(Change change) {
    if (change.isDeletion()) {
      byUid.remove(Meta.uid(change.object()));
    }
  }

  /** Fields by manager. */
  Map<String, Set<FieldPath>> of(String uid) {
    return byUid.getOrDefault(uid, Map.of());
  }

  /** A manager wrote an object by create, update or patch: it owns what it changed. */
  void wrote(String manager, ResourceType type, ObjectNode before, ObjectNode after) {
    Fields fields = new Fields(type);
    Map<FieldPath, JsonNode> old = fields.leaves(before);
    Set<FieldPath> changed = new LinkedHashSet<>();
    fields
        .leaves(after)
        .forEach(
            (path, value) -> {
              if (!value.equals(old.get(path))) {
                changed.add(path);
              }
            });
    Map<String, Set<FieldPath>> managers = managers(Meta.uid(after));
    managers.values().forEach(owned -> owned.removeAll(changed));
    managers.computeIfAbsent(manager, name -> new LinkedHashSet<>()).addAll(changed);
  }

  /** A manager applied exactly these fields. */
  void applied(String uid, String manager, Set<FieldPath> fields, Set<FieldPath> taken) {
    Map<String, Set<FieldPath>> managers = managers(uid);
    managers.values().forEach(owned -> owned.removeAll(taken));
    managers.put(manager, new LinkedHashSet<>(fields));
  }

  private Map<String, Set<FieldPath>> managers(String uid) {
    return byUid.computeIfAbsent(uid, id -> new LinkedHashMap<>());
  }
}
