package io.drillmaster.kube;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Reads over the HTTP client of fabric8. The typed operations above it bound the wait for headers
 * but not the wait for a body, and they make one thing of a missing object and a missing API.
 */
final class KubeHttp {
  /** An object as it is. */
  static final String JSON = "application/json";

  /** Its metadata alone (meta.k8s.io/v1), which every API server since 1.15 can give. */
  static final String METADATA = "application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1";

  private static final int ATTEMPTS = 3;
  private static final int PAUSE_MILLIS = 100;

  private final KubernetesClient client;
  private final KubeCluster cluster;

  KubeHttp(KubernetesClient client, KubeCluster cluster) {
    this.client = client;
    this.cluster = cluster;
  }

  /** An HTTP status and what came with it. */
  record Answer(int status, byte[] body) {}

  /**
   * A read harms nobody, so that one on a kept connection which has just gone is repeated, after a
   * moment in which the client notices that the others have gone too.
   */
  Answer ask(KubeRequest request, String query, String accept, Deadline deadline) {
    for (int attempt = 1; ; attempt++) {
      try {
        return askOnce(request, query, accept, deadline);
      } catch (CouldNotLookException e) {
        if (attempt == ATTEMPTS || !KubeFailures.wasCut(e) || !pause()) {
          throw e;
        }
      }
    }
  }

  private static boolean pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private Answer askOnce(KubeRequest request, String query, String accept, Deadline deadline) {
    long millis = deadline.atMost(KubeReader.REQUEST_TIMEOUT).toMillis();
    if (millis <= 0) {
      throw KubeFailures.translate(new TimeoutException("deadline passed"), cluster, request);
    }
    String server = client.getMasterUrl().toString().replaceAll("/+$", "");
    HttpRequest http =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(server + request.path() + query))
            .header("Accept", accept)
            .timeout(millis, TimeUnit.MILLISECONDS)
            .build();
    return await(client.getHttpClient().sendAsync(http, byte[].class), millis, request);
  }

  private Answer await(
      CompletableFuture<HttpResponse<byte[]>> pending, long millis, KubeRequest request) {
    try {
      HttpResponse<byte[]> response = pending.get(millis, TimeUnit.MILLISECONDS);
      return new Answer(response.code(), response.body());
    } catch (ExecutionException e) {
      throw KubeFailures.translate(e.getCause(), cluster, request);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw KubeFailures.translate(e, cluster, request);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw KubeFailures.translate(new TimeoutException("interrupted"), cluster, request);
    } catch (KubernetesClientException e) {
      throw KubeFailures.translate(e, cluster, request);
    }
  }
}
