package io.drillmaster.kube;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.kube.KubeCluster.Change;
import io.drillmaster.kube.KubeCluster.WatchListener;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Watches one kind by an informer of fabric8 (7.5), which survives cuts and 410. It is started only
 * where a list is answered, because an informer that is refused logs a stack trace at each attempt;
 * where it is refused, it is tried again with a growing pause, and said once.
 */
final class KindWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(KindWatch.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

  private final KubernetesClient client;
  private final KubeReader reader;
  private final ResourceKind kind;
  private final WatchListener listener;
  private final ScheduledExecutorService scheduler;

  private Optional<SharedIndexInformer<GenericKubernetesResource>> informer = Optional.empty();
  private Duration pause = FIRST_PAUSE;
  private String said = "";
  private boolean closed;

  KindWatch(
      KubernetesClient client,
      KubeReader reader,
      ResourceKind kind,
      WatchListener listener,
      ScheduledExecutorService scheduler) {
    this.client = client;
    this.reader = reader;
    this.kind = kind;
    this.listener = listener;
    this.scheduler = scheduler;
  }

  void start() {
    schedule(Duration.ZERO);
  }

  private void attempt() {
    try {
      KubeRequest request = new KubeRequest("watch", kind, "", "");
      reader.tryList(request, Deadline.in(KubeReader.REQUEST_TIMEOUT, Clock.systemUTC()));
      inform();
    } catch (CouldNotLookException e) {
      say(e.finding().code(), e.finding().sentence());
      again();
    } catch (RuntimeException e) {
      say("failed", "watching " + kind.qualifiedPlural() + " failed: " + e.getClass().getName());
      again();
    }
  }

  private synchronized void inform() {
    if (closed) {
      return;
    }
    SharedIndexInformer<GenericKubernetesResource> fresh =
        client
            .genericKubernetesResources(context())
            .inAnyNamespace()
            .runnableInformer(0)
            .exceptionHandler((started, failure) -> !isRefusal(failure))
            .addEventHandler(new Events());
    informer = Optional.of(fresh);
    fresh.stopped().whenComplete((nothing, failure) -> again());
    fresh
        .start()
        .thenRun(
            () -> {
              resetPause();
              say("watching", "watching " + kind.qualifiedPlural());
            });
  }

  private ResourceDefinitionContext context() {
    return new ResourceDefinitionContext.Builder()
        .withGroup(kind.group())
        .withVersion(kind.version())
        .withKind(kind.kind())
        .withPlural(kind.plural())
        .withNamespaced(kind.namespaced())
        .build();
  }

  /** What only an operator can mend: the informer is given up, and a list is tried instead. */
  private static boolean isRefusal(Throwable failure) {
    for (Throwable here = failure; here != null; here = here.getCause()) {
      if (here instanceof KubernetesClientException e
          && (e.getCode() == 401 || e.getCode() == 403 || e.getCode() == 404)) {
        return true;
      }
    }
    return false;
  }

  private synchronized void resetPause() {
    pause = FIRST_PAUSE;
  }

  private synchronized void again() {
    informer = Optional.empty();
    double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
    Duration wait = Duration.ofMillis((long) (pause.toMillis() * jitter));
    Duration doubled = pause.multipliedBy(2);
    pause = doubled.compareTo(LONGEST_PAUSE) < 0 ? doubled : LONGEST_PAUSE;
    schedule(wait);
  }

  private synchronized void schedule(Duration wait) {
    if (closed) {
      return;
    }
    try {
      scheduler.schedule(this::attempt, wait.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      closed = true; // the cluster was closed
    }
  }

  private synchronized void say(String state, String sentence) {
    if (!state.equals(said)) {
      said = state;
      LOG.info("{}", sentence);
    }
  }

  @Override
  public synchronized void close() {
    closed = true;
    informer.ifPresent(SharedIndexInformer::close);
  }

  private final class Events implements ResourceEventHandler<GenericKubernetesResource> {
    @Override
    public void onAdd(GenericKubernetesResource object) {
      tell(Change.ADDED, object);
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      String version = after.getMetadata().getResourceVersion();
      if (!Objects.equals(before.getMetadata().getResourceVersion(), version)) {
        tell(Change.MODIFIED, after);
      }
    }

    @Override
    public void onDelete(GenericKubernetesResource object, boolean finalStateUnknown) {
      tell(Change.DELETED, object);
    }

    private void tell(Change change, GenericKubernetesResource object) {
      try {
        listener.onChange(change, KubeObjects.resource(object));
      } catch (RuntimeException e) {
        LOG.warn("a listener for {} failed", kind.qualifiedPlural(), e);
      }
    }
  }
}
