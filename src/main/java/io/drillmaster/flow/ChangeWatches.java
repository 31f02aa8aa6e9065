package io.drillmaster.flow;

import io.drillmaster.kube.KubeCluster;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets probes look at once instead of at their next tick: when the daemon has started, and when a
 * watched object changes. Changes that come together are one round.
 */
public final class ChangeWatches implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatches.class);
  private static final long TOGETHER_MILLIS = 300;

  private final Rounds rounds;
  private final ProducerTemplate producer;
  private final ScheduledExecutorService timer;
  private final Set<String> pending = ConcurrentHashMap.newKeySet();
  private final List<AutoCloseable> watches = new ArrayList<>();

  public ChangeWatches(Rounds rounds, ProducerTemplate producer) {
    this.rounds = rounds;
    this.producer = producer;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "changes");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A first round of every probe, and a watch for each that wants one. */
  public void start(ProbeTemplates templates, Map<String, KubeCluster> clusters) {
    for (Lane lane : templates.lanes()) {
      changed(lane);
      templates
          .watchedKind(lane.probe())
          .ifPresent(
              kind ->
                  watches.add(
                      clusters
                          .get(lane.cluster())
                          .watch(KubeObjectLists.kindOf(kind), (change, object) -> changed(lane))));
    }
  }

  private void changed(Lane lane) {
    if (pending.add(lane.id()) && !timer.isShutdown()) {
      timer.schedule(() -> look(lane), TOGETHER_MILLIS, TimeUnit.MILLISECONDS);
    }
  }

  private void look(Lane lane) {
    pending.remove(lane.id());
    if (rounds.mayBegin(lane.cluster(), lane.probe())) {
      producer.asyncSend(lane.entry(), exchange -> exchange.getMessage().setBody(null));
    } else {
      changed(lane); // the discovery at work may have read too early
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
    for (AutoCloseable watch : watches) {
      try {
        watch.close();
      } catch (Exception e) {
        LOG.warn("A watch did not close: {}", e.getClass().getSimpleName());
      }
    }
  }
}
