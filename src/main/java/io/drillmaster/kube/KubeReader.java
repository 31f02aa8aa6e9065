package io.drillmaster.kube;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.kube.KubeHttp.Answer;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** Objects and whole lists of them, as the API server answers. */
final class KubeReader {
  static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(10);
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
  private static final int PAGE = 250;
  private static final int MAX_PAGES = 400;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final TypeReference<LinkedHashMap<String, Object>> TREE = new TypeReference<>() {};

  private final KubeHttp http;
  private final KubeCluster cluster;

  KubeReader(KubernetesClient client, KubeCluster cluster) {
    this.http = new KubeHttp(client, cluster);
    this.cluster = cluster;
  }

  /** A page that the API server no longer has: the list has to begin anew. */
  private static final class ExpiredPageException extends Exception {
    private static final long serialVersionUID = 1L;
  }

  List<Resource> list(KubeRequest request, Deadline deadline) {
    return list(request, "", deadline);
  }

  /**
   * @param selector a fieldSelector; empty for all objects
   */
  List<Resource> list(KubeRequest request, String selector, Deadline deadline) {
    try {
      return pages(request, selector, deadline);
    } catch (ExpiredPageException first) {
      try {
        return pages(request, selector, deadline);
      } catch (ExpiredPageException second) {
        throw failure(410, request);
      }
    }
  }

  private List<Resource> pages(KubeRequest request, String selector, Deadline deadline)
      throws ExpiredPageException {
    List<Resource> resources = new ArrayList<>();
    String only = selector.isEmpty() ? "" : "&fieldSelector=" + encode(selector);
    String token = "";
    for (int page = 0; page < MAX_PAGES; page++) {
      String more = token.isEmpty() ? "" : "&continue=" + encode(token);
      Answer answer = http.ask(request, "?limit=" + PAGE + only + more, KubeHttp.JSON, deadline);
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
    body(http.ask(request, "?limit=1", KubeHttp.JSON, deadline), request);
  }

  /** Nothing can have a name that Kubernetes would refuse, and such a name must not make a path. */
  Optional<Resource> get(KubeRequest request, Deadline deadline) {
    return get(request, KubeHttp.JSON, deadline);
  }

  /** The same without anything but its metadata: what else it holds never leaves the API server. */
  Optional<Resource> metadata(KubeRequest request, Deadline deadline) {
    return get(request, KubeHttp.METADATA, deadline);
  }

  private Optional<Resource> get(KubeRequest request, String accept, Deadline deadline) {
    if (!NAME.matcher(request.name()).matches() || !NAME.matcher(request.namespace()).matches()) {
      return Optional.empty();
    }
    Answer answer = http.ask(request, "", accept, deadline);
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

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
