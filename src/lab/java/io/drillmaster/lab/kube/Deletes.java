package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ResourceType.Trait;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletion: at once, or by a deletion timestamp while finalizers hold the object. */
final class Deletes {
  private final Store store;
  private final Writes writes;

  Deletes(Store store, Writes writes) {
    this.store = store;
    this.writes = writes;
  }

  /**
   * @param policy {@code Background}, {@code Foreground}, {@code Orphan}
   * @param uid only the object with this uid; empty for any
   * @param version only in this version; empty for any
   */
  record Options(String policy, String uid, String version, boolean dryRun) {
    static final Options BACKGROUND = new Options("Background", "", "", false);

    static Options of(ApiRequest request, ResourceType type) {
      JsonNode body = request.json();
      String usual = type.resource().equals("jobs.batch") ? "Orphan" : "Background";
      String policy = body.path("propagationPolicy").asText(request.parameter("propagationPolicy"));
      return new Options(
          policy.isEmpty() ? usual : policy,
          body.path("preconditions").path("uid").asText(""),
          body.path("preconditions").path("resourceVersion").asText(""),
          request.parameter("dryRun").equals("All") || body.path("dryRun").size() > 0);
    }
  }

  /** Whether an object that is being deleted is held by nothing any more. */
  static boolean isFinished(ObjectNode object) {
    return Meta.isGoing(object)
        && Meta.finalizers(object).isEmpty()
        && object.path("spec").path("finalizers").isEmpty();
  }

  /**
   * Deletes an object.
   *
   * @return the object while finalizers hold it; empty if it is gone
   */
  Optional<ObjectNode> delete(ResourceType type, Key key, Options options) {
    ObjectNode old = store.get(key).orElseThrow(() -> StatusException.notFound(type, key.name()));
    checkPreconditions(type, old, options);
    ObjectNode next = old.deepCopy();
    hold(next, options.policy());
    boolean held =
        !Meta.finalizers(next).isEmpty() || !next.path("spec").path("finalizers").isEmpty();
    if (!held) {
      if (!options.dryRun()) {
        store.commit(key, Optional.empty());
      }
      return Optional.empty();
    }
    if (Meta.isGoing(old) && Meta.finalizers(old).equals(Meta.finalizers(next))) {
      return Optional.of(old);
    }
    markAsGoing(type, next);
    return Optional.of(options.dryRun() ? next : store.commit(key, Optional.of(next)));
  }

  private static void checkPreconditions(ResourceType type, ObjectNode old, Options options) {
    check(type, old, "UID", options.uid(), Meta.uid(old));
    check(type, old, "ResourceVersion", options.version(), Meta.version(old));
  }

  private static void check(
      ResourceType type, ObjectNode old, String what, String wanted, String actual) {
    if (!wanted.isEmpty() && !wanted.equals(actual)) {
      String why =
          "Precondition failed: %s in precondition: %s, %s in object meta: %s"
              .formatted(what, wanted, what, actual);
      throw StatusException.conflict(type, Meta.name(old), why);
    }
  }

  private static void hold(ObjectNode object, String policy) {
    List<String> finalizers = new ArrayList<>(Meta.finalizers(object));
    finalizers.removeAll(List.of(Meta.FOREGROUND, Meta.ORPHAN));
    if (policy.equals("Foreground")) {
      finalizers.add(Meta.FOREGROUND);
    } else if (policy.equals("Orphan")) {
      finalizers.add(Meta.ORPHAN);
    }
    Meta.finalizers(object, finalizers);
  }

  private void markAsGoing(ResourceType type, ObjectNode object) {
    if (!Meta.isGoing(object)) {
      Meta.of(object).put("deletionTimestamp", writes.now()).put("deletionGracePeriodSeconds", 0);
      if (type.has(Trait.GENERATION)) {
        Merging.raiseGeneration(object);
      }
      if (type.resource().equals("namespaces")) {
        object.withObjectProperty("status").put("phase", "Terminating");
      }
    }
  }
}
