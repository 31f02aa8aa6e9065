package io.drillmaster.lab.kube;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/**
 * One request, read.
 *
 * @param resource empty where the path addresses no resource
 * @param query decoded parameters, the first of each name
 * @param body as it came; empty for requests without one
 */
record ApiRequest(
    Head head, Optional<ResourcePath> resource, Map<String, String> query, User user, byte[] body) {

  /** Method, path without query, and the two headers that matter; absent headers are empty. */
  record Head(String method, String path, String accept, String contentType) {}

  /** The verb as RBAC knows it. */
  String verb() {
    return verb(head.method(), resource, query);
  }

  static String verb(String method, Optional<ResourcePath> resource, Map<String, String> query) {
    if (resource.isEmpty()) {
      return method.toLowerCase(java.util.Locale.ROOT);
    }
    boolean collection = resource.get().name().isEmpty();
    return switch (method) {
      case "POST" -> "create";
      case "PUT" -> "update";
      case "PATCH" -> "patch";
      case "DELETE" -> collection ? "deletecollection" : "delete";
      default -> collection ? (isTrue(query, "watch") ? "watch" : "list") : "get";
    };
  }

  private static boolean isTrue(Map<String, String> query, String name) {
    String value = query.getOrDefault(name, "");
    return value.equals("true") || value.equals("1");
  }

  String parameter(String name) {
    return query.getOrDefault(name, "");
  }

  boolean flag(String name) {
    return isTrue(query, name);
  }

  boolean wantsTable() {
    return head.accept().contains("as=Table");
  }

  boolean wantsMetadata() {
    return head.accept().contains("as=PartialObjectMetadata");
  }

  /** The body as JSON, whether it came as JSON, YAML or protobuf; a missing node without one. */
  JsonNode json() {
    if (body.length == 0) {
      return Json.MAPPER.missingNode();
    }
    if (head.contentType().startsWith("application/vnd.kubernetes.protobuf")) {
      return Protobuf.read(body);
    }
    try {
      return Json.read(body);
    } catch (JsonProcessingException e) {
      throw StatusException.badRequest(
          "couldn't get version/kind; json parse error: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw StatusException.badRequest("the body of the request cannot be read");
    }
  }

  ObjectNode object() {
    if (json() instanceof ObjectNode object) {
      return object;
    }
    throw StatusException.badRequest("the body of the request is no object");
  }
}
