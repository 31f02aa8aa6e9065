package io.drillmaster.kube;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.AsyncBody;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;

/** Reads what pods serve, through the API server, within a limit of time and of size. */
final class PodPages {
  private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");

  private final KubernetesClient client;
  private final KubeCluster cluster;

  PodPages(KubernetesClient client, KubeCluster cluster) {
    this.client = client;
    this.cluster = cluster;
  }

  /** Takes what arrives until it is too much. Called by one thread of the client at a time. */
  private static final class Bounded implements AsyncBody.Consumer<List<ByteBuffer>> {
    private final ByteArrayOutputStream held = new ByteArrayOutputStream();
    private final int most;
    private volatile boolean full;

    private Bounded(int most) {
      this.most = most;
    }

    @Override
    public void consume(List<ByteBuffer> buffers, AsyncBody body) {
      for (ByteBuffer buffer : buffers) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        if (held.size() + bytes.length > most) {
          full = true;
          body.cancel();
          return;
        }
        held.writeBytes(bytes);
      }
      body.consume();
    }
  }

  String read(PodPage page, int maxBytes, Deadline deadline) {
    long millis = deadline.atMost(KubeReader.REQUEST_TIMEOUT).toMillis();
    if (millis <= 0) {
      throw failed(new TimeoutException("deadline passed"), page);
    }
    if (!NAME.matcher(page.namespace()).matches() || !NAME.matcher(page.pod()).matches()) {
      throw silent(page, "no such pod");
    }
    Bounded body = new Bounded(maxBytes);
    int status = await(ask(page, body, millis), millis, page);
    if (body.full) {
      throw silent(page, "more than " + maxBytes + " bytes");
    }
    if (status / 100 != 2) {
      throw refused(status, page);
    }
    return body.held.toString(StandardCharsets.UTF_8);
  }

  private CompletableFuture<Integer> ask(PodPage page, Bounded body, long millis) {
    String server = client.getMasterUrl().toString().replaceAll("/+$", "");
    HttpRequest http =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(server + page.url()))
            .timeout(millis, TimeUnit.MILLISECONDS)
            .build();
    return client.getHttpClient().consumeBytes(http, body).thenCompose(r -> finish(r, body));
  }

  private static CompletableFuture<Integer> finish(HttpResponse<AsyncBody> response, Bounded body) {
    CompletableFuture<Integer> status =
        response
            .body()
            .done()
            .handle(
                (done, failure) -> {
                  if (failure != null && !body.full) {
                    throw new java.util.concurrent.CompletionException(failure);
                  }
                  return response.code();
                });
    response.body().consume();
    return status;
  }

  private int await(CompletableFuture<Integer> pending, long millis, PodPage page) {
    try {
      return pending.get(millis, TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw failed(e.getCause(), page);
    } catch (TimeoutException e) {
      pending.cancel(true);
      throw failed(e, page);
    } catch (InterruptedException e) {
      pending.cancel(true);
      Thread.currentThread().interrupt();
      throw failed(new TimeoutException("interrupted"), page);
    }
  }

  private CouldNotLookException failed(Throwable failure, PodPage page) {
    return KubeFailures.translate(failure, cluster, page.request());
  }

  /** What says 401, 403 or 429 is the API server; the rest is the pod, or that it is not there. */
  private CouldNotLookException refused(int status, PodPage page) {
    return switch (status) {
      case 401, 403, 429 ->
          new CouldNotLookException(KubeFailures.answered(status, cluster, page.request()));
      case 404 -> silent(page, "HTTP 404: no such pod, or no such page");
      default -> silent(page, "HTTP " + status);
    };
  }

  private CouldNotLookException silent(PodPage page, String observed) {
    return new CouldNotLookException(
        Finding.unknown(
                "pod-not-answering",
                "Pod %s/%s does not give its page %s at port %d."
                    .formatted(page.namespace(), page.pod(), page.path(), page.port()))
            .expected("an answer through the API server")
            .observed(observed)
            .next("%s get --raw '%s'".formatted(cluster.kubectl(), page.url()))
            .runbook("docs/runbooks/CannotLook.md"));
  }
}
