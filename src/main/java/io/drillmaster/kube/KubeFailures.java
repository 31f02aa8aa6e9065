package io.drillmaster.kube;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Finding;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;

/**
 * Tells apart why the API server gave no answer. The words are ours; of a foreign error only its
 * HTTP status and its Java type are used.
 */
public final class KubeFailures {
  private static final String CUT = "the connection was cut";
  private static final String RUNBOOK = "docs/runbooks/CannotLook.md";

  private KubeFailures() {}

  /** As {@link #translate(Throwable, KubeCluster, KubeRequest)}, for a list in all namespaces. */
  public static CouldNotLookException translate(
      Throwable failure, KubeCluster cluster, ResourceKind kind) {
    return translate(failure, cluster, KubeRequest.list(kind));
  }

  /**
   * @param failure what the fabric8 client (7.5) or a Camel component over it threw
   * @return the finding for it, severity UNKNOWN; where the failure holds a {@link
   *     CouldNotLookException} already, that one
   */
  public static CouldNotLookException translate(
      Throwable failure, KubeCluster cluster, KubeRequest request) {
    Optional<CouldNotLookException> known = find(failure, CouldNotLookException.class, e -> true);
    if (known.isPresent()) {
      return known.get();
    }
    Finding finding =
        find(failure, KubernetesClientException.class, e -> e.getCode() > 0)
            .map(e -> answered(e.getCode(), cluster, request))
            .orElseGet(() -> silent(failure, cluster, request));
    return new CouldNotLookException(finding, failure);
  }

  /** Whether a connection ended before its answer: one that was kept alive may just have gone. */
  static boolean wasCut(CouldNotLookException failure) {
    return failure.finding().observed().equals(CUT);
  }

  /** The API server answered, but not with what was asked for. */
  static Finding answered(int status, KubeCluster cluster, KubeRequest request) {
    return switch (status) {
      case 401 -> unauthorized(cluster, request);
      case 403 -> forbidden(cluster, request);
      case 404 -> notInstalled(cluster, request);
      case 408, 504 -> timedOut(cluster, request, "HTTP " + status);
      case 429 ->
          finding(cluster, request, "api-throttled", "refuses requests because it has too many")
              .observed("HTTP 429 Too Many Requests")
              .next(cluster.kubectl() + " get --raw /readyz?verbose");
      default ->
          finding(cluster, request, "api-error", "answered with an error")
              .observed("HTTP " + status)
              .next(cluster.kubectl() + " get --raw /readyz?verbose");
    };
  }

  private static Finding unauthorized(KubeCluster cluster, KubeRequest request) {
    return finding(cluster, request, "unauthorized", "does not accept our credentials")
        .expected("a valid token or client certificate")
        .observed("HTTP 401 Unauthorized")
        .next(cluster.kubectl() + " auth whoami");
  }

  private static Finding forbidden(KubeCluster cluster, KubeRequest request) {
    return Finding.unknown(
            "forbidden",
            "Not allowed to %s %s in cluster %s: the role lacks the rule \"%s\"."
                .formatted(request.verb(), request.what(), cluster.name(), request.rule()))
        .expected("a role with the rule " + request.rule())
        .observed("HTTP 403 Forbidden")
        .next(
            cluster.kubectl()
                + " get clusterroles,clusterrolebindings -l app.kubernetes.io/name=drillmaster -o"
                + " yaml")
        .runbook(RUNBOOK);
  }

  private static Finding notInstalled(KubeCluster cluster, KubeRequest request) {
    ResourceKind kind = request.kind();
    return Finding.unknown(
            "kind-not-installed",
            ("Cluster %s does not serve %s of %s: the operator they belong to is not installed, or in a"
                    + " version that serves another one.")
                .formatted(cluster.name(), kind.plural(), kind.apiVersion()))
        .expected("a CustomResourceDefinition " + kind.qualifiedPlural())
        .observed("HTTP 404 Not Found")
        .next(cluster.kubectl() + " api-resources --api-group=" + kind.group())
        .runbook(RUNBOOK);
  }

  private static Finding timedOut(KubeCluster cluster, KubeRequest request, String observed) {
    return finding(cluster, request, "api-timeout", "did not answer in time")
        .expected("an answer within the deadline")
        .observed(observed)
        .next(cluster.kubectl() + " get --raw /readyz?verbose");
  }

  /** No answer at all. */
  private static Finding silent(Throwable failure, KubeCluster cluster, KubeRequest request) {
    if (has(failure, UnknownHostException.class)) {
      return unreachable(cluster, request, "its host name does not resolve");
    }
    if (has(failure, SSLException.class)) {
      return unreachable(cluster, request, "the TLS handshake failed");
    }
    if (named(failure, "ConnectTimeoutException")) {
      return unreachable(cluster, request, "no answer to the connection attempt");
    }
    if (has(failure, NoRouteToHostException.class)) {
      return unreachable(cluster, request, "no route to its host");
    }
    if (has(failure, ConnectException.class)) {
      return unreachable(cluster, request, "connection refused");
    }
    if (has(failure, TimeoutException.class) || named(failure, "TimeoutException")) {
      return timedOut(cluster, request, "no answer");
    }
    if (has(failure, SocketException.class)
        || named(failure, "HttpClosedException")
        || named(failure, "ClosedChannelException")) {
      return unreachable(cluster, request, CUT);
    }
    return finding(cluster, request, "api-error", "gave no usable answer")
        .observed("an answer that is no Kubernetes object")
        .next(cluster.kubectl() + " get --raw /readyz?verbose");
  }

  private static Finding unreachable(KubeCluster cluster, KubeRequest request, String observed) {
    return finding(cluster, request, "api-unreachable", "cannot be reached")
        .expected("a connection to the API server")
        .observed(observed)
        .next(cluster.kubectl() + " cluster-info");
  }

  private static Finding finding(
      KubeCluster cluster, KubeRequest request, String code, String what) {
    return Finding.unknown(
            code,
            "Could not %s %s: the API server of cluster %s %s."
                .formatted(request.verb(), request.what(), cluster.name(), what))
        .expected("an answer")
        .runbook(RUNBOOK);
  }

  private static boolean has(Throwable failure, Class<? extends Throwable> type) {
    return find(failure, type, e -> true).isPresent();
  }

  /** Types of the HTTP client below fabric8 (Netty, Vert.x) are known here by name only. */
  private static boolean named(Throwable failure, String suffix) {
    return find(failure, Throwable.class, e -> e.getClass().getSimpleName().endsWith(suffix))
        .isPresent();
  }

  private static <T extends Throwable> Optional<T> find(
      Throwable failure, Class<T> type, Predicate<T> test) {
    Set<Throwable> seen = new HashSet<>();
    for (Throwable here = failure; here != null && seen.add(here); here = here.getCause()) {
      if (type.isInstance(here) && test.test(type.cast(here))) {
        return Optional.of(type.cast(here));
      }
    }
    return Optional.empty();
  }
}
