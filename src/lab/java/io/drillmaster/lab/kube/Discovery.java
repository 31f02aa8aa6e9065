package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ResourceType.Trait;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the server says about itself: version, health, groups, resources. */
final class Discovery {
  private static final List<String> HEALTH = List.of("/healthz", "/livez", "/readyz");
  private static final List<String> VERBS =
      List.of("create", "delete", "deletecollection", "get", "list", "patch", "update", "watch");

  private final ResourceTypes types;
  private final OpenApi openApi;

  Discovery(ResourceTypes types) {
    this.types = types;
    this.openApi = new OpenApi(types);
  }

  Answer answer(String path) {
    if (HEALTH.contains(path)) {
      return Answer.text(200, "ok");
    }
    String clean = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
    return Optional.ofNullable(document(clean.split("/"), clean))
        .map(document -> Answer.json(200, document))
        .orElseGet(() -> Answer.text(404, "404 page not found\n"));
  }

  private ObjectNode document(String[] parts, String path) {
    if (path.startsWith("/openapi/v3")) {
      return openApi.document(path).orElse(null);
    }
    return switch (path) {
      case "/version" -> version();
      case "/api" -> Json.object("kind", "APIVersions", "versions", List.of("v1"));
      case "/api/v1" -> resources("", "v1");
      case "/apis" -> groups();
      default -> parts.length > 2 && parts[1].equals("apis") ? ofGroup(parts) : null;
    };
  }

  private ObjectNode ofGroup(String[] parts) {
    List<String> versions = types.groups().getOrDefault(parts[2], List.of());
    if (versions.isEmpty()) {
      return null;
    }
    if (parts.length == 3) {
      return group(parts[2], versions).put("kind", "APIGroup").put("apiVersion", "v1");
    }
    return parts.length == 4 && versions.contains(parts[3]) ? resources(parts[2], parts[3]) : null;
  }

  private static ObjectNode version() {
    return Json.object(
        "major", "1",
        "minor", "32",
        "gitVersion", "v1.32.4",
        "gitCommit", "59526cd4867447956156ae3a602fcbac10a2c335",
        "gitTreeState", "clean",
        "buildDate", "2025-04-22T15:57:43Z",
        "goVersion", "go1.23.6",
        "compiler", "gc",
        "platform", "linux/amd64");
  }

  private ObjectNode groups() {
    ObjectNode list = Json.object("kind", "APIGroupList", "apiVersion", "v1");
    ArrayNode groups = list.putArray("groups");
    for (Map.Entry<String, List<String>> group : types.groups().entrySet()) {
      if (!group.getKey().isEmpty()) {
        groups.add(group(group.getKey(), group.getValue()));
      }
    }
    return list;
  }

  private static ObjectNode group(String name, List<String> versions) {
    List<ObjectNode> entries =
        versions.stream()
            .map(v -> Json.object("groupVersion", name + "/" + v, "version", v))
            .toList();
    return Json.object("name", name, "versions", entries, "preferredVersion", entries.get(0));
  }

  private ObjectNode resources(String group, String version) {
    String groupVersion = group.isEmpty() ? version : group + "/" + version;
    ObjectNode list =
        Json.object("kind", "APIResourceList", "apiVersion", "v1", "groupVersion", groupVersion);
    ArrayNode resources = list.putArray("resources");
    for (ResourceType type : types.served()) {
      if (type.apiVersion().equals(groupVersion)) {
        resources.add(resource(type));
        subresources(type, resources);
      }
    }
    Reviews.resources(groupVersion).forEach(resources::add);
    return list;
  }

  private static ObjectNode resource(ResourceType type) {
    ObjectNode resource =
        Json.object(
            "name", type.names().plural(),
            "singularName", type.names().singular(),
            "namespaced", type.namespaced(),
            "kind", type.names().kind(),
            "verbs", VERBS);
    putUnlessEmpty(resource, "shortNames", type.names().shortNames());
    putUnlessEmpty(resource, "categories", type.names().categories());
    return resource;
  }

  private static void putUnlessEmpty(ObjectNode resource, String field, List<String> values) {
    if (!values.isEmpty()) {
      resource.set(field, Json.MAPPER.valueToTree(values));
    }
  }

  private static void subresources(ResourceType type, ArrayNode resources) {
    if (type.has(Trait.STATUS)) {
      resources.add(subresource(type, "status", List.of("get", "patch", "update")));
    }
    if (type.resource().equals("pods")) {
      resources.add(subresource(type, "log", List.of("get")));
    }
    if (type.resource().equals("serviceaccounts")) {
      ObjectNode token = subresource(type, "token", List.of("create"));
      token.put("group", "authentication.k8s.io").put("version", "v1").put("kind", "TokenRequest");
      resources.add(token);
    }
  }

  private static ObjectNode subresource(ResourceType type, String name, List<String> verbs) {
    return Json.object(
        "name",
        type.names().plural() + "/" + name,
        "singularName",
        "",
        "namespaced",
        type.namespaced(),
        "kind",
        type.names().kind(),
        "verbs",
        verbs);
  }
}
