package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A refusal, as the {@code Status} (v1) that the API server answers. */
final class StatusException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int code;
  private final String reason;
  private final transient ObjectNode details;

  StatusException(int code, String reason, String message, ObjectNode details) {
    super(message, null, false, false);
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  /** One entry of {@code details.causes}: reason, message without the field, field. */
  record Cause(String reason, String message, String field) {}

  int code() {
    return code;
  }

  ObjectNode status() {
    ObjectNode status = Json.object("kind", "Status", "apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Failure").put("message", getMessage());
    if (!reason.isEmpty()) {
      status.put("reason", reason);
    }
    if (details.size() > 0) {
      status.set("details", details);
    }
    return status.put("code", code);
  }

  private static ObjectNode details(ResourceType type, String name) {
    ObjectNode details = Json.object("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    return details.put("kind", type.names().plural());
  }

  static StatusException notFound(ResourceType type, String name) {
    return new StatusException(
        404, "NotFound", type.resource() + " \"" + name + "\" not found", details(type, name));
  }

  static StatusException exists(ResourceType type, String name) {
    return new StatusException(
        409,
        "AlreadyExists",
        type.resource() + " \"" + name + "\" already exists",
        details(type, name));
  }

  static StatusException stale(ResourceType type, String name) {
    return conflict(
        type,
        name,
        "the object has been modified; please apply your changes to the latest version and try"
            + " again");
  }

  static StatusException conflict(ResourceType type, String name, String why) {
    return new StatusException(
        409,
        "Conflict",
        "Operation cannot be fulfilled on " + type.resource() + " \"" + name + "\": " + why,
        details(type, name));
  }

  static StatusException invalid(ResourceType type, String name, List<Cause> causes) {
    List<String> texts =
        causes.stream().map(cause -> cause.field() + ": " + cause.message()).distinct().toList();
    String text = texts.size() == 1 ? texts.get(0) : "[" + String.join(", ", texts) + "]";
    ObjectNode details = Json.object("name", name);
    if (!type.group().isEmpty()) {
      details.put("group", type.group());
    }
    details.put("kind", type.names().kind());
    details.set("causes", Json.MAPPER.valueToTree(causes));
    return new StatusException(
        422, "Invalid", type.qualifiedKind() + " \"" + name + "\" is invalid: " + text, details);
  }

  static StatusException forbidden(ResourceType type, String name, String why) {
    return new StatusException(
        403,
        "Forbidden",
        type.resource() + " \"" + name + "\" is forbidden: " + why,
        details(type, name));
  }

  static StatusException terminating(ResourceType type, String name, String namespace) {
    StatusException refusal =
        forbidden(
            type,
            name,
            "unable to create new content in namespace "
                + namespace
                + " because it is being terminated");
    Cause cause =
        new Cause(
            "NamespaceTerminating",
            "namespace " + namespace + " is being terminated",
            "metadata.namespace");
    refusal.details.set("causes", Json.MAPPER.valueToTree(List.of(cause)));
    return refusal;
  }

  static StatusException badRequest(String message) {
    return new StatusException(400, "BadRequest", message, Json.object());
  }

  static StatusException expired(String message) {
    return new StatusException(410, "Expired", message, Json.object());
  }

  static StatusException unauthorized() {
    return new StatusException(401, "Unauthorized", "Unauthorized", Json.object());
  }

  static StatusException unknownPath() {
    return new StatusException(
        404, "NotFound", "the server could not find the requested resource", Json.object());
  }

  static StatusException noSuchMethod() {
    return new StatusException(
        405,
        "MethodNotAllowed",
        "the server does not allow this method on the requested resource",
        Json.object());
  }

  static StatusException mediaType(String type) {
    return new StatusException(
        415,
        "UnsupportedMediaType",
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json, application/yaml ("
            + type
            + ")",
        Json.object());
  }
}
