package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers the requests to objects of any kind, but watches. */
final class Verbs {
  private static final List<String> WRITABLE = List.of("", "status", "finalize");

  private final Store store;
  private final Writes writes;
  private final Deletes deletes;
  private final FieldOwners owners = new FieldOwners();
  private final ServerSideApply serverSideApply;

  Verbs(Cluster cluster) {
    this.store = cluster.store;
    this.writes = cluster.writes;
    this.deletes = cluster.deletes;
    this.serverSideApply = new ServerSideApply(writes, owners);
    store.listen(owners::changed);
  }

  Answer answer(Call call) {
    if (!WRITABLE.contains(call.path().subresource())) {
      throw StatusException.unknownPath();
    }
    return switch (call.request().verb()) {
      case "list" -> list(call);
      case "get" -> call.answer(200, stored(call));
      case "create" -> create(call);
      case "update" -> update(call);
      case "patch" -> patch(call);
      case "delete" -> delete(call);
      case "deletecollection" -> deleteAll(call);
      default -> throw StatusException.noSuchMethod();
    };
  }

  private Answer list(Call call) {
    return Answer.json(200, new Listing(store).list(call.request(), call.type(), call.rendering()));
  }

  private ObjectNode stored(Call call) {
    return store
        .get(call.key())
        .orElseThrow(() -> StatusException.notFound(call.type(), call.path().name()));
  }

  private Answer create(Call call) {
    ResourcePath path = call.path();
    if (!path.name().isEmpty() || (call.type().namespaced() && path.namespace().isEmpty())) {
      throw StatusException.noSuchMethod();
    }
    ObjectNode created = writes.create(call.type(), path.namespace(), call.body(), call.options());
    own(call, Json.object(), created);
    return call.answer(201, created);
  }

  private void own(Call call, ObjectNode before, ObjectNode after) {
    if (!call.options().dryRun()) {
      String manager = call.options().manager();
      owners.wrote(manager.isEmpty() ? "unknown" : manager, call.type(), before, after);
    }
  }

  private Answer update(Call call) {
    ObjectNode body = call.namedBody();
    ObjectNode old = stored(call);
    if (Meta.version(body).isEmpty() && call.type().has(ResourceType.Trait.CUSTOM)) {
      Cause cause =
          new Cause(
              "FieldValueInvalid",
              "Invalid value: 0x0: must be specified for an update",
              "metadata.resourceVersion");
      throw StatusException.invalid(call.type(), call.path().name(), List.of(cause));
    }
    return updated(call, old, body);
  }

  private Answer updated(Call call, ObjectNode old, ObjectNode next) {
    ObjectNode stored =
        writes.update(call.type(), call.key(), call.path().subresource(), next, call.options());
    own(call, old, stored);
    return call.answer(200, stored);
  }

  private Answer patch(Call call) {
    String contentType = call.request().head().contentType();
    if (contentType.startsWith("application/apply-patch+yaml")) {
      return apply(call);
    }
    ObjectNode old = stored(call);
    ObjectNode next = Patches.patch(call.type(), contentType, old, call.request().json());
    return updated(call, old, next);
  }

  private Answer apply(Call call) {
    ObjectNode applied = call.namedBody();
    Optional<ObjectNode> old = store.get(call.key());
    if (old.isEmpty()) {
      ObjectNode created = serverSideApply.create(call.type(), call.key(), applied, call.options());
      return call.answer(201, created);
    }
    return call.answer(200, serverSideApply.update(call, old.get(), applied, call.options()));
  }

  private Answer delete(Call call) {
    ObjectNode last = stored(call);
    Optional<ObjectNode> held =
        deletes.delete(call.type(), call.key(), Deletes.Options.of(call.request(), call.type()));
    if (held.isPresent() || call.type().resource().equals("pods")) {
      return call.answer(200, held.orElse(last));
    }
    return Answer.json(200, success(call.type(), last));
  }

  private static ObjectNode success(ResourceType type, ObjectNode last) {
    ObjectNode status = Json.object("kind", "Status", "apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", Meta.name(last));
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.names().plural()).put("uid", Meta.uid(last));
    return status;
  }

  private Answer deleteAll(Call call) {
    ResourceType type = call.type();
    Deletes.Options options = Deletes.Options.of(call.request(), type);
    var selector = Listing.selector(call.request(), type);
    List<ObjectNode> deleted = new ArrayList<>();
    for (ObjectNode object :
        List.copyOf(store.list(type.resource(), call.path().namespace()).values())) {
      if (selector.test(object)) {
        deletes.delete(type, type.key(Meta.namespace(object), Meta.name(object)), options);
        deleted.add(object);
      }
    }
    ObjectNode metadata = Json.object("resourceVersion", Long.toString(store.version()));
    return Answer.json(200, call.rendering().list(deleted, metadata));
  }
}
