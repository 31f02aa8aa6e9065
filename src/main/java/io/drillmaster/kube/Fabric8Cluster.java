package io.drillmaster.kube;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.run.RunLocks;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;

/** A cluster that is read with the fabric8 client (7.5). */
public final class Fabric8Cluster implements KubeCluster {
  private final String name;
  private final String kubectl;
  private final KubernetesClient client;
  private final KubeReader reader;
  private final ScheduledExecutorService scheduler;

  private Fabric8Cluster(String name, String kubectl, Config config) {
    this.name = name;
    this.kubectl = kubectl;
    this.client = new KubernetesClientBuilder().withConfig(config).build();
    this.reader = new KubeReader(client, this);
    this.scheduler =
        Executors.newScheduledThreadPool(
            2,
            work -> {
              Thread thread = new Thread(work, "kube-" + name);
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Makes a client; nothing is sent before the first call.
   *
   * @throws IllegalArgumentException with a sentence for people where the kubeconfig, its context
   *     or the ServiceAccount is not there
   */
  public static Fabric8Cluster connect(String name, ClusterAccess access) {
    String kubectl =
        access instanceof ClusterAccess.Kubeconfig kubeconfig
            ? "kubectl --context " + kubeconfig.context()
            : "kubectl";
    return new Fabric8Cluster(name, kubectl, ClientConfigs.of(access));
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public String kubectl() {
    return kubectl;
  }

  @Override
  public List<Resource> list(ResourceKind kind, Deadline deadline) {
    return reader.list(KubeRequest.list(kind), deadline);
  }

  @Override
  public Optional<Resource> get(
      ResourceKind kind, String namespace, String name, Deadline deadline) {
    return reader.get(KubeRequest.get(kind, namespace, name), deadline);
  }

  @Override
  public Optional<Resource> metadata(
      ResourceKind kind, String namespace, String name, Deadline deadline) {
    return reader.metadata(KubeRequest.get(kind, namespace, name), deadline);
  }

  @Override
  public List<Resource> events(Resource about, Deadline deadline) {
    String namespace = about.namespace().isEmpty() ? "default" : about.namespace();
    KubeRequest request = new KubeRequest("list", ResourceKind.EVENT, namespace, "");
    return reader.list(request, "involvedObject.uid=" + about.uid(), deadline);
  }

  @Override
  public String podPage(PodPage page, int maxBytes, Deadline deadline) {
    return new PodPages(client, this).read(page, maxBytes, deadline);
  }

  @Override
  public Optional<Map<String, SecretValue>> secret(
      String namespace, String name, Deadline deadline) {
    return get(ResourceKind.SECRET, namespace, name, deadline)
        .map(secret -> SecretData.of(secret).all());
  }

  @Override
  public AutoCloseable watch(ResourceKind kind, WatchListener listener) {
    KindWatch watch = new KindWatch(client, reader, kind, listener, scheduler);
    watch.start();
    return watch;
  }

  @Override
  public RunLocks leases(String namespace) {
    return new Leases(this, client, namespace, scheduler, Clock.systemUTC());
  }

  @Override
  public Object camelClient() {
    return client;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    client.close();
  }
}
