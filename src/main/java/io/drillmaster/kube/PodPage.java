package io.drillmaster.kube;

/**
 * A page that a pod serves, read through the API server: {@code GET
 * …/pods/https:name:9187/proxy/metrics} (Kubernetes core v1, subresource {@code pods/proxy}).
 *
 * @param tls whether the pod speaks HTTPS at this port; its certificate is not checked by the API
 *     server
 * @param path with its leading slash: {@code /metrics}
 */
public record PodPage(String namespace, String pod, boolean tls, int port, String path) {
  /** As RBAC sees it: {@code get pods/proxy}. */
  KubeRequest request() {
    ResourceKind proxy = new ResourceKind("", "v1", "pods/proxy", "page of Pod", true);
    return KubeRequest.get(proxy, namespace, pod);
  }

  String url() {
    return "/api/v1/namespaces/%s/pods/%s%s:%d/proxy%s"
        .formatted(namespace, tls ? "https:" : "", pod, port, path);
  }
}
