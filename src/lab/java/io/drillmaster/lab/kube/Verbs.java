package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.StatusException.Cause;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Answers the requests to resources, but watches. */
final class Verbs {
  private static final List<String> WRITABLE = List.of("", "status", "finalize");

  private final Store store;
  private final Writes writes;
  private final Deletes deletes;
  private final Listing listing;

  Verbs(Store store, Writes writes, Deletes deletes) {
    this.store = store;
    this.writes = writes;
    this.deletes = deletes;
    this.listing = new Listing(store);
  }

  Answer answer(ApiRequest request, ResourceType type) {
    ResourcePath path = request.resource().orElseThrow();
    if (!WRITABLE.contains(path.subresource())) {
      throw StatusException.unknownPath();
    }
    return switch (request.verb()) {
      case "list" -> Answer.json(200, listing.list(request, type, new Rendering(type)));
      case "get" -> one(200, type, stored(type, path));
      case "create" -> create(request, type, path);
      case "update" -> update(request, type, path);
      case "patch" -> patch(request, type, path);
      case "delete" -> delete(request, type, path);
      case "deletecollection" -> deleteAll(request, type, path);
      default -> throw StatusException.noSuchMethod();
    };
  }

  private static Answer one(int code, ResourceType type, ObjectNode object) {
    return Answer.json(code, new Rendering(type).one(object));
  }

  private ObjectNode stored(ResourceType type, ResourcePath path) {
    return store
        .get(key(type, path))
        .orElseThrow(() -> StatusException.notFound(type, path.name()));
  }

  private static Key key(ResourceType type, ResourcePath path) {
    return type.key(path.namespace(), path.name());
  }

  private Answer create(ApiRequest request, ResourceType type, ResourcePath path) {
    if (!path.name().isEmpty() || (type.namespaced() && path.namespace().isEmpty())) {
      throw StatusException.noSuchMethod();
    }
    ObjectNode body = body(request, type);
    return one(201, type, writes.create(type, path.namespace(), body, WriteOptions.of(request)));
  }

  /** The body, which must be of the kind that the path names. */
  private static ObjectNode body(ApiRequest request, ResourceType type) {
    ObjectNode body = request.object();
    String kind = body.path("kind").asText("");
    if (kind.isEmpty()) {
      throw StatusException.badRequest("Object 'Kind' is missing in the body of the request");
    }
    String apiVersion = body.path("apiVersion").asText("");
    if (!apiVersion.equals(type.apiVersion())) {
      throw StatusException.badRequest(
          "the API version in the data (%s) does not match the expected API version (%s)"
              .formatted(apiVersion, type.apiVersion()));
    }
    if (!kind.equals(type.names().kind())) {
      throw StatusException.badRequest(
          "%s in version \"%s\" cannot be handled as a %s"
              .formatted(kind, type.version(), type.names().kind()));
    }
    return body;
  }

  private Answer update(ApiRequest request, ResourceType type, ResourcePath path) {
    ObjectNode body = body(request, type);
    if (!Meta.name(body).equals(path.name())) {
      throw StatusException.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(Meta.name(body), path.name()));
    }
    stored(type, path);
    if (Meta.version(body).isEmpty() && type.has(ResourceType.Trait.CUSTOM)) {
      Cause cause =
          new Cause(
              "FieldValueInvalid",
              "Invalid value: 0x0: must be specified for an update",
              "metadata.resourceVersion");
      throw StatusException.invalid(type, path.name(), List.of(cause));
    }
    return stored(request, type, path, body);
  }

  private Answer patch(ApiRequest request, ResourceType type, ResourcePath path) {
    ObjectNode old = stored(type, path);
    ObjectNode next = Patches.patch(type, request.head().contentType(), old, request.json());
    return stored(request, type, path, next);
  }

  private Answer stored(ApiRequest request, ResourceType type, ResourcePath path, ObjectNode next) {
    WriteOptions options = WriteOptions.of(request);
    return one(200, type, writes.update(type, key(type, path), path.subresource(), next, options));
  }

  private Answer delete(ApiRequest request, ResourceType type, ResourcePath path) {
    ObjectNode last = stored(type, path);
    Optional<ObjectNode> held =
        deletes.delete(type, key(type, path), Deletes.Options.of(request, type));
    if (held.isPresent() || type.resource().equals("pods")) {
      return one(200, type, held.orElse(last));
    }
    return Answer.json(200, success(type, last));
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

  private Answer deleteAll(ApiRequest request, ResourceType type, ResourcePath path) {
    Deletes.Options options = Deletes.Options.of(request, type);
    List<ObjectNode> deleted = new ArrayList<>();
    for (ObjectNode object :
        new ArrayList<>(store.list(type.resource(), path.namespace()).values())) {
      if (Listing.selector(request, type).test(object)) {
        deletes.delete(type, type.key(Meta.namespace(object), Meta.name(object)), options);
        deleted.add(object);
      }
    }
    ObjectNode metadata = Json.object("resourceVersion", Long.toString(store.version()));
    JsonNode list = new Rendering(type).list(deleted, metadata);
    return Answer.json(200, list);
  }
}
