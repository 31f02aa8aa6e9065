package io.drillmaster.kube;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/**
 * Reads over the HTTP client of fabric8. The typed operations above it bound the wait for headers
 * but not the wait for a body, and they make one thing of a missing object and a missing API.
 */
final class KubeReader {
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final int PAGE = 250;
  private static final int ATTEMPTS = 3;
  private static final int PAUSE_MILLIS = 100;
  private static final int MAX_PAGES = 400;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

  private final KubernetesClient client;
  private final KubeCluster cluster;

  KubeReader(KubernetesClient client, KubeCluster cluster) {
    this.client = client;
    this.cluster = cluster;
  }

  private record Answer(int status, byte[] body) {}

  /** A page that the API server no longer has: the list has to begin anew. */
  private static final class ExpiredPageException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  List<Resource> list(KubeRequest request, Deadline deadline) {
    try {
      return pages(request, deadline);
    } catch (ExpiredPageException first) {
      try {
        return pages(request, deadline);
      } catch (ExpiredPageException second) {
        throw failure(410, request);
      }
    }
  }

  private List<Resource> pages(KubeRequest request, Deadline deadline) throws ExpiredPageException {
    List<Resource> resources = new ArrayList<>();
    String token = "";
    for (int page = 0; page < MAX_PAGES; page++) {
      String more = token.isEmpty() ? "" : "&continue=" + encode(token);
      Answer answer = ask(request, "?limit=" + PAGE + more, deadline);
      if (answer.status() == 410) {
        throw new ExpiredPageException();
      }
      Resource list = new Resource(body(answer, request));
      list.list("items").forEach(item -> resources.add(complete(item, request.kind())));
      token = list.string("metadata.continue").orElse("");
      if (token.isEmpty()) {
        return resources;
      }
    }
    throw failure(413, request);
  }

  /** Asks for one object only, to see whether a list would be answered. */
  void tryList(KubeRequest request, Deadline deadline) {
    body(ask(request, "?limit=1", deadline), request);
  }

  /** Nothing can have a name that Kubernetes would refuse, and such a name must not make a path. */
  Optional<Resource> get(KubeRequest request, Deadline deadline) {
    if (!NAME.matcher(request.name()).matches() || !NAME.matcher(request.namespace()).matches()) {
      return Optional.empty();
    }
    Answer answer = ask(request, "", deadline);
    if (answer.status() == 404 && isMissingObject(answer)) {
      return Optional.empty();
    }
    return Optional.of(KubeObjects.resource(body(answer, request)));
  }

  /** Items of a list of built-in kinds come without kind and apiVersion. */
  private static Resource complete(Resource item, ResourceKind kind) {
    Map<String, Object> tree = new LinkedHashMap<>(item.tree());
    tree.putIfAbsent("kind", kind.kind());
    tree.putIfAbsent("apiVersion", kind.apiVersion());
    return KubeObjects.resource(tree);
  }

  /** The Status of a missing object names it; that of a missing API has no details. */
  private static boolean isMissingObject(Answer answer) {
    try {
      return new Resource(JSON.readValue(answer.body(), TREE)).string("details.name").isPresent();
    } catch (IOException | OddFieldException e) {
      return false;
    }
  }

  private Map<String, Object> body(Answer answer, KubeRequest request) {
    if (answer.status() / 100 != 2) {
      throw failure(answer.status(), request);
    }
    try {
      return JSON.readValue(answer.body(), TREE);
    } catch (JacksonException e) {
      // without its cause: the parser quotes what it read, which may be a Secret
      throw KubeFailures.translate(new IllegalStateException("no JSON object"), cluster, request);
    } catch (IOException e) {
      throw KubeFailures.translate(e, cluster, request);
    }
  }

  private CouldNotLookException failure(int status, KubeRequest request) {
    return new CouldNotLookException(KubeFailures.answered(status, cluster, request));
  }

  /**
   * A read harms nobody, so that one on a kept connection which has just gone is repeated, after a
   * moment in which the client notices that the others have gone too.
   */
  private Answer ask(KubeRequest request, String query, Deadline deadline) {
    for (int attempt = 1; ; attempt++) {
      try {
        return askOnce(request, query, deadline);
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

  private Answer askOnce(KubeRequest request, String query, Deadline deadline) {
    long millis = deadline.atMost(REQUEST_TIMEOUT).toMillis();
    if (millis <= 0) {
      throw KubeFailures.translate(new TimeoutException("deadline passed"), cluster, request);
    }
    String server = client.getMasterUrl().toString().replaceAll("/+$", "");
    HttpRequest http =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(server + request.path() + query))
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

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
