package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ResourceType.Trait;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Creation and update of objects, with the rules that hold for all kinds. */
final class Writes {
  private static final String SUFFIX_LETTERS = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;

  private final Store store;
  private final Clock clock;

  Writes(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  String now() {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /** Stores a new object; the body is altered and kept. */
  ObjectNode create(ResourceType type, String namespace, ObjectNode body, WriteOptions options) {
    address(type, namespace, body);
    Key key = type.key(namespace, Meta.name(body));
    checkNamespace(type, key);
    if (store.get(key).isPresent()) {
      throw StatusException.exists(type, key.name());
    }
    if (!Meta.version(body).isEmpty() && !options.seeding()) {
      throw new StatusException(
          500, "", "resourceVersion should not be set on objects to be created", Json.object());
    }
    if (type.has(Trait.STATUS) && !options.seeding()) {
      body.remove("status");
    }
    stamp(type, body, options);
    Admission.admit(type, body, Optional.empty(), options);
    if (key.resource().equals(CustomTypes.RESOURCE)) {
      body.set("status", CustomTypes.established(body, now()));
    }
    return options.dryRun() ? body : store.commit(key, Optional.of(body));
  }

  private void address(ResourceType type, String namespace, ObjectNode body) {
    ObjectNode meta = Meta.of(body);
    String given = Meta.namespace(body);
    if (!type.namespaced()) {
      meta.remove("namespace");
    } else if (!given.isEmpty() && !given.equals(namespace)) {
      throw StatusException.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    } else {
      meta.put("namespace", namespace);
    }
    if (Meta.name(body).isEmpty()) {
      String prefix = Meta.text(body, "generateName");
      if (prefix.isEmpty()) {
        Cause cause =
            new Cause(
                "FieldValueRequired",
                "Required value: name or generateName is required",
                "metadata.name");
        throw StatusException.invalid(type, "", List.of(cause));
      }
      meta.put("name", prefix + suffix());
    }
  }

  private static String suffix() {
    StringBuilder suffix = new StringBuilder();
    for (int i = 0; i < SUFFIX_LENGTH; i++) {
      int letter = ThreadLocalRandom.current().nextInt(SUFFIX_LETTERS.length());
      suffix.append(SUFFIX_LETTERS.charAt(letter));
    }
    return suffix.toString();
  }

  private void checkNamespace(ResourceType type, Key key) {
    if (!type.namespaced()) {
      return;
    }
    ObjectNode namespace =
        store
            .get(new Key("namespaces", "", key.namespace()))
            .orElseThrow(() -> missingNamespace(key.namespace()));
    if (Meta.isGoing(namespace)) {
      throw StatusException.terminating(type, key.name(), key.namespace());
    }
  }

  private static StatusException missingNamespace(String name) {
    return new StatusException(
        404,
        "NotFound",
        "namespaces \"" + name + "\" not found",
        Json.object("name", name, "kind", "namespaces"));
  }

  private void stamp(ResourceType type, ObjectNode body, WriteOptions options) {
    ObjectNode meta = Meta.of(body);
    boolean keep = options.seeding();
    if (!keep || Meta.uid(body).isEmpty()) {
      meta.put("uid", UUID.randomUUID().toString());
    }
    if (!keep || Meta.text(body, "creationTimestamp").isEmpty()) {
      meta.put("creationTimestamp", now());
    }
    if (!keep) {
      meta.remove(List.of("deletionTimestamp", "deletionGracePeriodSeconds", "generation"));
    }
    meta.remove(List.of("selfLink", "managedFields", "resourceVersion"));
    if (type.has(Trait.GENERATION) && !meta.has("generation")) {
      meta.put("generation", 1);
    }
  }

  /**
   * Replaces an object, or its status; the body is altered and kept.
   *
   * @param subresource empty, {@code status} or {@code finalize}
   */
  ObjectNode update(
      ResourceType type, Key key, String subresource, ObjectNode body, WriteOptions options) {
    ObjectNode old = store.get(key).orElseThrow(() -> StatusException.notFound(type, key.name()));
    checkIdentity(type, key, old, body);
    ObjectNode next = Merging.next(type, subresource, old, body, options.seeding());
    Admission.admit(type, next, Optional.of(old), options);
    if (next.equals(old)) {
      return old;
    }
    Merging.countGeneration(type, old, next);
    if (options.dryRun()) {
      return next;
    }
    return Deletes.isFinished(next)
        ? store.commit(key, Optional.empty())
        : store.commit(key, Optional.of(next));
  }

  private static void checkIdentity(ResourceType type, Key key, ObjectNode old, ObjectNode body) {
    String uid = Meta.uid(body);
    if (!uid.isEmpty() && !uid.equals(Meta.uid(old))) {
      String why =
          "Precondition failed: UID in precondition: %s, UID in object meta: %s"
              .formatted(uid, Meta.uid(old));
      throw StatusException.conflict(type, key.name(), why);
    }
    String version = Meta.version(body);
    if (!version.isEmpty() && !version.equals(Meta.version(old))) {
      throw StatusException.stale(type, key.name());
    }
  }
}
