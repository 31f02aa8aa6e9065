package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;

/**
 * The least of {@code /openapi/v3} that {@code kubectl apply} needs to leave validation to the
 * server: one PATCH operation with {@code fieldValidation} for each kind.
 */
final class OpenApi {
  private static final String ROOT = "/openapi/v3";

  private final ResourceTypes types;

  OpenApi(ResourceTypes types) {
    this.types = types;
  }

  Optional<ObjectNode> document(String path) {
    if (path.equals(ROOT)) {
      return Optional.of(Json.object("paths", index()));
    }
    return Optional.of(path.substring(ROOT.length()))
        .map(OpenApi::apiVersion)
        .map(this::operations)
        .filter(document -> document.path("paths").size() > 0);
  }

  private ObjectNode index() {
    ObjectNode index = Json.object();
    for (ResourceType type : types.served()) {
      String path = prefix(type);
      index.set(
          path, Json.object("serverRelativeURL", ROOT + "/" + path + "?hash=" + path.length()));
    }
    return index;
  }

  private static String prefix(ResourceType type) {
    return (type.group().isEmpty() ? "api/" : "apis/") + type.apiVersion();
  }

  private static String apiVersion(String path) {
    return path.replaceFirst("^/apis?/", "");
  }

  private ObjectNode operations(String apiVersion) {
    ObjectNode document =
        Json.object(
            "openapi", "3.0.0", "info", Json.object("title", "Kubernetes", "version", "v1.32.4"));
    ObjectNode paths = document.putObject("paths");
    for (ResourceType type : types.served()) {
      if (type.apiVersion().equals(apiVersion)) {
        String place = type.namespaced() ? "/namespaces/{namespace}/" : "/";
        String path = "/" + prefix(type) + place + type.names().plural() + "/{name}";
        paths.set(path, Json.object("patch", operation(type)));
      }
    }
    document.set("components", Json.object("schemas", Json.object()));
    return document;
  }

  private static ObjectNode operation(ResourceType type) {
    ObjectNode parameter =
        Json.object(
            "name", "fieldValidation", "in", "query", "schema", Json.object("type", "string"));
    return Json.object(
        "parameters",
        List.of(parameter),
        "responses",
        Json.object("200", Json.object("description", "OK")),
        "x-kubernetes-action",
        "patch",
        "x-kubernetes-group-version-kind",
        Json.object("group", type.group(), "version", type.version(), "kind", type.names().kind()));
  }
}
