package io.drillmaster.lab.kube;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The path of a request to a resource: {@code /api/v1/namespaces/a/pods/b/log}.
 *
 * @param apiVersion {@code v1}, {@code volsync.backube/v1alpha1}
 * @param namespace empty for all namespaces and for objects of the cluster; a namespace is in
 *     itself, as RBAC sees it
 * @param name empty for the collection
 * @param subresource empty for the object itself; {@code proxy/metrics} with what follows it
 */
record ResourcePath(
    String apiVersion, String namespace, String plural, String name, String subresource) {

  /** Empty where the path addresses no resource (discovery, health and the like). */
  static Optional<ResourcePath> parse(String path) {
    List<String> parts = Arrays.stream(path.split("/")).filter(part -> !part.isEmpty()).toList();
    int prefix = prefix(parts);
    if (prefix == 0 || parts.size() <= prefix) {
      return Optional.empty();
    }
    String apiVersion = String.join("/", parts.subList(1, prefix));
    List<String> rest = parts.subList(prefix, parts.size());
    if (rest.size() >= 3 && rest.get(0).equals("namespaces") && !isNamespaceSubresource(rest)) {
      return Optional.of(of(apiVersion, rest.get(1), rest.subList(2, rest.size())));
    }
    return Optional.of(of(apiVersion, "", rest));
  }

  private static int prefix(List<String> parts) {
    if (parts.isEmpty()) {
      return 0;
    }
    return switch (parts.get(0)) {
      case "api" -> 2;
      case "apis" -> 3;
      default -> 0;
    };
  }

  private static boolean isNamespaceSubresource(List<String> rest) {
    return rest.size() == 3 && List.of("status", "finalize").contains(rest.get(2));
  }

  private static ResourcePath of(String apiVersion, String namespace, List<String> rest) {
    String name = rest.size() > 1 ? rest.get(1) : "";
    boolean isNamespace = rest.get(0).equals("namespaces") && apiVersion.equals("v1");
    return new ResourcePath(
        apiVersion,
        isNamespace ? name : namespace,
        rest.get(0),
        name,
        rest.size() > 2 ? String.join("/", rest.subList(2, rest.size())) : "");
  }

  /** As RBAC rules name it: {@code pods/log}, {@code pods/proxy} whatever follows. */
  String resource() {
    return subresource.isEmpty() ? plural : plural + "/" + subresource.split("/")[0];
  }

  /** Empty for the core group. */
  String group() {
    int slash = apiVersion.indexOf('/');
    return slash < 0 ? "" : apiVersion.substring(0, slash);
  }
}
