package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Patches of the type {@code application/apply-patch+yaml}. */
final class ServerSideApply {
  private final Writes writes;
  private final FieldOwners owners;

  ServerSideApply(Writes writes, FieldOwners owners) {
    this.writes = writes;
    this.owners = owners;
  }

  /** Creates the object from what is applied. */
  ObjectNode create(ResourceType type, Key key, ObjectNode applied, WriteOptions options) {
    Set<FieldPath> fields = new Fields(type).leaves(applied).keySet();
    checkManager(options);
    Meta.of(applied).put("name", key.name());
    ObjectNode created = writes.create(type, key.namespace(), applied, options);
    if (!options.dryRun()) {
      owners.applied(Meta.uid(created), options.manager(), fields, Set.of());
    }
    return created;
  }

  /**
   * Merges what is applied into the object.
   *
   * @throws StatusException 409 if another manager owns a field and wants another value
   */
  ObjectNode update(Call call, ObjectNode old, ObjectNode applied, WriteOptions options) {
    checkManager(options);
    Fields fields = new Fields(call.type());
    Map<FieldPath, JsonNode> live = fields.leaves(old);
    Map<FieldPath, JsonNode> wanted = fields.leaves(applied);
    Set<FieldPath> taken = new LinkedHashSet<>();
    wanted.forEach(
        (path, value) -> {
          if (!value.equals(live.get(path))) {
            taken.add(path);
          }
        });
    String uid = Meta.uid(old);
    if (!options.force()) {
      checkConflicts(uid, options.manager(), taken);
    }
    ObjectNode next = fields.merge(old, applied);
    dropped(uid, options.manager(), wanted.keySet()).forEach(path -> fields.remove(next, path));
    ObjectNode stored =
        writes.update(call.type(), call.key(), call.path().subresource(), next, options);
    if (!options.dryRun()) {
      owners.applied(uid, options.manager(), wanted.keySet(), taken);
    }
    return stored;
  }

  private static void checkManager(WriteOptions options) {
    if (options.manager().isEmpty()) {
      throw new StatusException(
          422,
          "Invalid",
          "PatchOptions.meta.k8s.io \"\" is invalid: fieldManager: Required value: is required for"
              + " apply patch",
          Json.object());
    }
  }

  /** What the manager applied before and applies no longer, unless someone else owns it too. */
  private List<FieldPath> dropped(String uid, String manager, Set<FieldPath> wanted) {
    List<FieldPath> dropped = new ArrayList<>(owners.of(uid).getOrDefault(manager, Set.of()));
    dropped.removeAll(wanted);
    owners
        .of(uid)
        .forEach(
            (other, owned) -> {
              if (!other.equals(manager)) {
                dropped.removeAll(owned);
              }
            });
    // keys of list items after the fields they name
    dropped.sort((a, b) -> Integer.compare(b.steps().size(), a.steps().size()));
    List<FieldPath> twice = new ArrayList<>(dropped);
    twice.addAll(dropped);
    return twice;
  }

  private void checkConflicts(String uid, String manager, Set<FieldPath> taken) {
    Map<String, List<FieldPath>> conflicts = new TreeMap<>();
    owners
        .of(uid)
        .forEach(
            (other, owned) -> {
              List<FieldPath> contested = taken.stream().filter(owned::contains).toList();
              if (!other.equals(manager) && !contested.isEmpty()) {
                conflicts.put(other, contested);
              }
            });
    if (!conflicts.isEmpty()) {
      throw conflict(conflicts);
    }
  }

  private static StatusException conflict(Map<String, List<FieldPath>> conflicts) {
    int count = conflicts.values().stream().mapToInt(List::size).sum();
    List<Cause> causes = new ArrayList<>();
    StringBuilder text = new StringBuilder("Apply failed with ").append(count);
    text.append(count == 1 ? " conflict: " : " conflicts: ");
    conflicts.forEach(
        (manager, paths) -> {
          String with = "with \"" + manager + "\"";
          text.append(paths.size() == 1 ? "conflict " : "conflicts ").append(with).append(':');
          paths.forEach(path -> text.append(paths.size() == 1 ? " " : "\n- ").append(path));
          paths.forEach(
              path ->
                  causes.add(
                      new Cause("FieldManagerConflict", "conflict " + with, path.toString())));
        });
    return new StatusException(409, "Conflict", text.toString(), Json.object("causes", causes));
  }
}
