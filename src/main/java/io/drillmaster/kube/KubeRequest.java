package io.drillmaster.kube;

/**
 * One request to the API server, as its authorisation sees it.
 *
 * @param verb of RBAC: {@code list}, {@code get}, {@code watch}, {@code update}
 * @param namespace empty for all namespaces
 * @param name empty for all objects
 */
public record KubeRequest(String verb, ResourceKind kind, String namespace, String name) {
  /** A list in all namespaces. */
  public static KubeRequest list(ResourceKind kind) {
    return new KubeRequest("list", kind, "", "");
  }

  public static KubeRequest get(ResourceKind kind, String namespace, String name) {
    return new KubeRequest("get", kind, namespace, name);
  }

  /** What was asked for, for people: {@code Secret business/odoo-volsync}, {@code Leases}. */
  String what() {
    if (name.isEmpty()) {
      return kind.kind() + "s";
    }
    return kind.kind() + " " + (namespace.isEmpty() ? name : namespace + "/" + name);
  }

  /** The RBAC rule that allows it: {@code list replicationsources.volsync.backube}. */
  String rule() {
    String where = namespace.isEmpty() ? "in all namespaces" : "in namespace " + namespace;
    return verb + " " + kind.qualifiedPlural() + " " + where;
  }

  /** Path on the API server, without a query. */
  String path() {
    String root = kind.group().isEmpty() ? "/api/" : "/apis/" + kind.group() + "/";
    String in = namespace.isEmpty() ? "" : "/namespaces/" + namespace;
    String object = name.isEmpty() ? "" : "/" + name;
    return root + kind.version() + in + "/" + kind.plural() + object;
  }
}
