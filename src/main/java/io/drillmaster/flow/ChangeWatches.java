package io.drillmaster.flow;

import io.drillmaster.core.probe.ResultListener;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets probes look at once instead of at their next tick: when the daemon has started, when a
 * watched object changes, and when another probe of the same cluster has changed its mind about
 * something in the same namespace. Changes that come together are one round, and a probe is called
 * so not more often than once a second.
 *
 * <p>Secrets are not watched: an informer would need the right to list all of them and would keep
 * every one in memory. A probe that reads a Secret sees its change at its own tick, and what it
 * then says calls the others.
 */
public final class ChangeWatches implements ResultListener, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ChangeWatches.class);
  private static final Duration TOGETHER = Duration.ofMillis(250);
  private static final Duration PAUSE = Duration.ofSeconds(1);

  /** What waits to be looked at; an empty set of namespaces stands for all of them. */
  private final Map<Lane, Set<String>> pending = new HashMap<>();

  private final Map<Lane, Long> lastLook = new HashMap<>();
  private final RoundStarter starter;
  private final ScheduledExecutorService timer;
  private final List<AutoCloseable> watches = new ArrayList<>();
  private final List<Lane> lanes = new ArrayList<>();

  public ChangeWatches(RoundStarter starter) {
    this.starter = starter;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "changes");
              thread.setDaemon(true);
              return thread;
            });
  }

  /** A first round of every probe, and a watch for each that wants one. */
  public synchronized void start(ProbeTemplates templates, Map<String, KubeCluster> clusters) {
    lanes.addAll(templates.lanes());
    for (Lane lane : lanes) {
      call(lane, Set.of());
      KubeCluster cluster = clusters.get(lane.cluster());
      for (String kind : templates.watchedKinds(lane.probe())) {
        watches.add(
            cluster.watch(
                KubeObjectLists.kindOf(kind),
                (change, object) -> call(lane, Set.of(object.namespace()))));
      }
    }
  }

  /** Calls the other probes where this one says something new. */
  @Override
  public void onResult(Standing standing) {
    Target target = standing.latest().target();
    if (!target.namespace().isEmpty() && isNews(standing)) {
      for (Lane lane : others(standing.latest().probe(), target.cluster())) {
        call(lane, Set.of(target.namespace()));
      }
    }
  }

  private synchronized List<Lane> others(String probe, String cluster) {
    return lanes.stream()
        .filter(lane -> lane.cluster().equals(cluster) && !lane.probe().equals(probe))
        .toList();
  }

  private static boolean isNews(Standing standing) {
    List<Status> recent = standing.recent();
    int last = recent.size() - 1;
    return last == 0 || recent.get(last) != recent.get(last - 1);
  }

  /** Returns at once. */
  private synchronized void call(Lane lane, Set<String> namespaces) {
    Set<String> known = pending.get(lane);
    if (known == null) {
      pending.put(lane, new HashSet<>(namespaces));
      schedule(lane);
    } else if (namespaces.isEmpty()) {
      known.clear();
    } else if (!known.isEmpty()) {
      known.addAll(namespaces);
    }
  }

  private void schedule(Lane lane) {
    Long last = lastLook.get(lane);
    long since = last == null ? PAUSE.toNanos() : System.nanoTime() - last;
    long wait = Math.max(TOGETHER.toNanos(), PAUSE.toNanos() - since);
    try {
      timer.schedule(() -> look(lane), wait, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException closed) {
      pending.remove(lane);
    }
  }

  private synchronized void look(Lane lane) {
    Set<String> namespaces = pending.get(lane);
    if (starter.look(lane, namespaces)) {
      pending.remove(lane);
      lastLook.put(lane, System.nanoTime());
    } else {
      schedule(lane); // the discovery at work may have read too early
    }
  }

  @Override
  public synchronized void close() {
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
