package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** The refusal of a request that no rule allows, in the words of kube-apiserver. */
final class Forbidden {
  private Forbidden() {}

  static StatusException of(ApiRequest request) {
    if (request.resource().isEmpty()) {
      String text =
          "forbidden: User \"%s\" cannot %s path \"%s\""
              .formatted(request.user().name(), request.verb(), request.head().path());
      return new StatusException(403, "Forbidden", text, Json.object());
    }
    return of(request.user(), request.verb(), request.resource().get());
  }

  static StatusException of(User who, String verb, ResourcePath path) {
    String user = "User \"" + who.name() + "\"";
    String qualified = path.group().isEmpty() ? path.plural() : path.plural() + "." + path.group();
    String name = path.name().isEmpty() ? "" : " \"" + path.name() + "\"";
    String where =
        path.namespace().isEmpty()
            ? "at the cluster scope"
            : "in the namespace \"" + path.namespace() + "\"";
    String text =
        "%s%s is forbidden: %s cannot %s resource \"%s\" in API group \"%s\" %s"
            .formatted(qualified, name, user, verb, path.resource(), path.group(), where);
    ObjectNode details = Json.object();
    if (!path.name().isEmpty()) {
      details.put("name", path.name());
    }
    if (!path.group().isEmpty()) {
      details.put("group", path.group());
    }
    return new StatusException(403, "Forbidden", text, details.put("kind", path.plural()));
  }
}
