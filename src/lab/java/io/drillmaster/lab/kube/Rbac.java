package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Decides by the Roles and bindings that are stored (rbac.authorization.k8s.io/v1). */
final class Rbac {
  private static final String SUFFIX = ".rbac.authorization.k8s.io";
  private static final String MASTERS = "system:masters";

  private final Store store;

  Rbac(Store store) {
    this.store = store;
  }

  /**
   * What someone wants to do to a resource.
   *
   * @param resource with its subresource: {@code pods/log}
   * @param name empty for none
   * @param namespace empty for all or none
   */
  record Attributes(String verb, String group, String resource, String name, String namespace) {
    static Attributes of(ApiRequest request, ResourcePath path) {
      String selector = request.parameter("fieldSelector");
      boolean single = path.name().isEmpty() && selector.matches("metadata\\.name==?[^,!=]+");
      String name = single ? selector.substring(selector.lastIndexOf('=') + 1) : path.name();
      return new Attributes(request.verb(), path.group(), path.resource(), name, path.namespace());
    }
  }

  boolean allows(User user, Attributes wanted) {
    return user.groups().contains(MASTERS)
        || rules(user, wanted.namespace()).stream().anyMatch(rule -> covers(rule, wanted));
  }

  /** For paths that are no resources: {@code /version}. */
  boolean allows(User user, String verb, String path) {
    return user.groups().contains(MASTERS)
        || rules(user, "").stream()
            .anyMatch(
                rule ->
                    has(rule.path("verbs"), verb)
                        && matchesPath(rule.path("nonResourceURLs"), path));
  }

  private static boolean covers(JsonNode rule, Attributes wanted) {
    String resource = wanted.resource();
    int slash = resource.indexOf('/');
    boolean named =
        has(rule.path("resources"), resource)
            || slash >= 0 && has(rule.path("resources"), "*" + resource.substring(slash));
    JsonNode names = rule.path("resourceNames");
    return named
        && has(rule.path("verbs"), wanted.verb())
        && has(rule.path("apiGroups"), wanted.group())
        && (names.isEmpty() || contains(names, wanted.name()));
  }

  private static boolean has(JsonNode list, String value) {
    return contains(list, "*") || contains(list, value);
  }

  private static boolean contains(JsonNode list, String value) {
    for (JsonNode item : list) {
      if (item.asText().equals(value)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matchesPath(JsonNode patterns, String path) {
    for (JsonNode pattern : patterns) {
      String text = pattern.asText();
      boolean prefix = text.endsWith("*") && path.startsWith(text.substring(0, text.length() - 1));
      if (prefix || text.equals(path)) {
        return true;
      }
    }
    return false;
  }

  /** All rules that hold for this user in this namespace; empty for the cluster alone. */
  List<JsonNode> rules(User user, String namespace) {
    List<JsonNode> rules = new ArrayList<>();
    for (ObjectNode binding : store.list("clusterrolebindings" + SUFFIX, "").values()) {
      if (isSubject(user, binding)) {
        roleOf(binding, "").ifPresent(role -> collect(role, rules));
      }
    }
    if (!namespace.isEmpty()) {
      for (ObjectNode binding : store.list("rolebindings" + SUFFIX, namespace).values()) {
        if (isSubject(user, binding)) {
          roleOf(binding, namespace).ifPresent(role -> collect(role, rules));
        }
      }
    }
    return rules;
  }

  private static boolean isSubject(User user, ObjectNode binding) {
    for (JsonNode subject : binding.path("subjects")) {
      String name = subject.path("name").asText();
      boolean is =
          switch (subject.path("kind").asText()) {
            case "User" -> user.name().equals(name);
            case "Group" -> user.groups().contains(name);
            default ->
                user.name()
                    .equals(
                        "system:serviceaccount:" + subject.path("namespace").asText() + ":" + name);
          };
      if (is) {
        return true;
      }
    }
    return false;
  }

  private Optional<ObjectNode> roleOf(ObjectNode binding, String namespace) {
    String name = binding.path("roleRef").path("name").asText();
    boolean ofCluster = binding.path("roleRef").path("kind").asText().equals("ClusterRole");
    return store.get(
        ofCluster
            ? new Key("clusterroles" + SUFFIX, "", name)
            : new Key("roles" + SUFFIX, namespace, name));
  }

  private void collect(ObjectNode role, List<JsonNode> rules) {
    role.path("rules").forEach(rules::add);
    for (JsonNode selector : role.path("aggregationRule").path("clusterRoleSelectors")) {
      var selected = LabelSelector.of(selector);
      store.list("clusterroles" + SUFFIX, "").values().stream()
          .filter(selected)
          .forEach(part -> part.path("rules").forEach(rules::add));
    }
  }
}
