package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.Rbac.Attributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Questions about users and rules, which are answered and never stored (authentication.k8s.io/v1,
 * authorization.k8s.io/v1).
 */
final class Reviews {
  private static final Map<String, Map<String, String>> KINDS =
      Map.of(
          "authentication.k8s.io/v1",
          Map.of("tokenreviews", "TokenReview", "selfsubjectreviews", "SelfSubjectReview"),
          "authorization.k8s.io/v1",
          Map.of(
              "selfsubjectaccessreviews", "SelfSubjectAccessReview",
              "subjectaccessreviews", "SubjectAccessReview",
              "selfsubjectrulesreviews", "SelfSubjectRulesReview"));

  private final Rbac rbac;
  private final Tokens tokens;

  Reviews(Rbac rbac, Tokens tokens) {
    this.rbac = rbac;
    this.tokens = tokens;
  }

  /** For discovery: what this group version answers. */
  static List<ObjectNode> resources(String groupVersion) {
    return KINDS.getOrDefault(groupVersion, Map.of()).entrySet().stream()
        .map(
            kind ->
                Json.object(
                    "name", kind.getKey(),
                    "singularName", kind.getValue().toLowerCase(java.util.Locale.ROOT),
                    "namespaced", false,
                    "kind", kind.getValue(),
                    "verbs", List.of("create")))
        .toList();
  }

  /** The answer, if the request is such a question. */
  Optional<Answer> answer(ApiRequest request, ResourcePath path) {
    String kind = KINDS.getOrDefault(path.apiVersion(), Map.of()).getOrDefault(path.plural(), "");
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    if (!request.verb().equals("create")) {
      throw StatusException.noSuchMethod();
    }
    ObjectNode review = request.object();
    review.put("kind", kind).put("apiVersion", path.apiVersion());
    Meta.of(review).putNull("creationTimestamp");
    review.set("status", status(kind, request.user(), review.path("spec")));
    return Optional.of(Answer.json(201, review));
  }

  private ObjectNode status(String kind, User user, JsonNode spec) {
    return switch (kind) {
      case "TokenReview" -> token(spec);
      case "SelfSubjectReview" -> Json.object("userInfo", info(user));
      case "SubjectAccessReview" -> access(subject(spec), spec);
      case "SelfSubjectAccessReview" -> access(user, spec);
      default -> rules(user, spec.path("namespace").asText(""));
    };
  }

  private static ObjectNode info(User user) {
    ObjectNode info = Json.object("username", user.name(), "groups", user.groups());
    if (!user.uid().isEmpty()) {
      info.put("uid", user.uid());
    }
    return info;
  }

  private ObjectNode token(JsonNode spec) {
    List<String> wanted = strings(spec.path("audiences"));
    if (wanted.isEmpty()) {
      wanted = List.of(Tokens.AUDIENCE);
    }
    String text = spec.path("token").asText();
    if (text.equals(tokens.admin())) {
      return Json.object("authenticated", true, "user", info(User.ADMIN));
    }
    Optional<Tokens.Issued> issued = tokens.find(text);
    if (issued.isEmpty()) {
      return refused("[invalid bearer token, Token has been invalidated]");
    }
    List<String> both = new ArrayList<>(issued.get().audiences());
    both.retainAll(wanted);
    if (both.isEmpty()) {
      String error =
          "[invalid bearer token, token audiences %s is invalid for the target audiences %s]"
              .formatted(quoted(issued.get().audiences()), quoted(wanted));
      return refused(error);
    }
    return Json.object("authenticated", true, "user", info(issued.get().user()), "audiences", both);
  }

  private static String quoted(List<String> texts) {
    return texts.stream().map(text -> "\"" + text + "\"").toList().toString().replace(", ", " ");
  }

  private static ObjectNode refused(String error) {
    return Json.object("user", Json.object(), "error", error);
  }

  private static List<String> strings(JsonNode list) {
    List<String> strings = new ArrayList<>();
    list.forEach(item -> strings.add(item.asText()));
    return strings;
  }

  private static User subject(JsonNode spec) {
    return new User(
        spec.path("user").asText(""), spec.path("uid").asText(""), strings(spec.path("groups")));
  }

  private ObjectNode access(User user, JsonNode spec) {
    JsonNode resource = spec.path("resourceAttributes");
    JsonNode path = spec.path("nonResourceAttributes");
    boolean allowed =
        resource.isMissingNode()
            ? rbac.allows(user, path.path("verb").asText(), path.path("path").asText())
            : rbac.allows(user, attributes(resource));
    ObjectNode status = Json.object("allowed", allowed);
    return allowed ? status.put("reason", "RBAC: allowed by a stored binding") : status;
  }

  private static Attributes attributes(JsonNode resource) {
    String subresource = resource.path("subresource").asText("");
    String name = resource.path("resource").asText("");
    return new Attributes(
        resource.path("verb").asText(""),
        resource.path("group").asText(""),
        subresource.isEmpty() ? name : name + "/" + subresource,
        resource.path("name").asText(""),
        resource.path("namespace").asText(""));
  }

  private ObjectNode rules(User user, String namespace) {
    ArrayNode resources = Json.array();
    ArrayNode paths = Json.array();
    for (JsonNode rule : rbac.rules(user, namespace)) {
      (rule.has("nonResourceURLs") ? paths : resources).add(rule);
    }
    return Json.object("resourceRules", resources, "nonResourceRules", paths, "incomplete", false);
  }
}
