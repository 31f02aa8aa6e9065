package io.drillmaster.kube;

import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunLocks;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseBuilder;
import io.fabric8.kubernetes.api.model.coordination.v1.LeaseSpec;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;

/**
 * Locks held by Leases (coordination.k8s.io/v1). Every change carries the resourceVersion that was
 * read, so that of two that try at once the API server lets one win (409 for the other).
 */
final class Leases implements RunLocks {
  private static final ResourceKind KIND =
      new ResourceKind("coordination.k8s.io", "v1", "leases", "Lease", true);

  private final KubeCluster cluster;
  private final KubernetesClient client;
  private final String namespace;
  private final ScheduledExecutorService scheduler;
  private final Clock clock;

  Leases(
      KubeCluster cluster,
      KubernetesClient client,
      String namespace,
      ScheduledExecutorService scheduler,
      Clock clock) {
    this.cluster = cluster;
    this.client = client;
    this.namespace = namespace;
    this.scheduler = scheduler;
    this.clock = clock;
  }

  @Override
  public Optional<Held> tryAcquire(Key key, RunId holder, Duration lifetime) {
    if (!key.cluster().equals(cluster.name())) {
      throw new IllegalArgumentException(
          "a Lease of cluster %s cannot be held in %s".formatted(key.cluster(), cluster.name()));
    }
    return claim(key.name(), holder, lifetime)
        .map(lease -> HeldLease.renewing(this, lease, lifetime, scheduler));
  }

  Clock clock() {
    return clock;
  }

  /** Takes it if it is free, expired or ours. */
  Optional<Lease> claim(String name, RunId holder, Duration lifetime) {
    try {
      Lease lease = client.leases().inNamespace(namespace).withName(name).get();
      if (lease == null) {
        return Optional.of(client.resource(fresh(name, holder, lifetime)).create());
      }
      return isFree(lease, holder)
          ? Optional.of(write(taken(lease, holder, lifetime)))
          : Optional.empty();
    } catch (KubernetesClientException e) {
      if (e.getCode() == 409) {
        return Optional.empty();
      }
      throw KubeFailures.translate(e, cluster, new KubeRequest("update", KIND, namespace, name));
    }
  }

  /**
   * @throws KubernetesClientException with code 409 where somebody else changed it meanwhile
   */
  Lease renew(Lease lease) {
    return write(new LeaseBuilder(lease).editSpec().withRenewTime(now()).endSpec().build());
  }

  /** Lets go, as client-go does: without a holder, for one second. */
  void release(Lease lease) {
    write(
        new LeaseBuilder(lease)
            .editSpec()
            .withHolderIdentity(null)
            .withLeaseDurationSeconds(1)
            .withRenewTime(now())
            .endSpec()
            .build());
  }

  private Lease write(Lease lease) {
    return client.resource(lease).lockResourceVersion().update();
  }

  private boolean isFree(Lease lease, RunId holder) {
    LeaseSpec spec = lease.getSpec();
    if (spec == null || spec.getHolderIdentity() == null || spec.getHolderIdentity().isEmpty()) {
      return true;
    }
    if (spec.getHolderIdentity().equals(holder.value())) {
      return true;
    }
    if (spec.getRenewTime() == null || spec.getLeaseDurationSeconds() == null) {
      return false; // somebody holds it and does not say until when
    }
    Instant end = spec.getRenewTime().toInstant().plusSeconds(spec.getLeaseDurationSeconds());
    return end.isBefore(clock.instant());
  }

  private Lease fresh(String name, RunId holder, Duration lifetime) {
    Lease empty =
        new LeaseBuilder()
            .withNewMetadata()
            .withName(name)
            .withNamespace(namespace)
            .addToLabels("app.kubernetes.io/managed-by", "drillmaster")
            .endMetadata()
            .withNewSpec()
            .withLeaseTransitions(-1)
            .endSpec()
            .build();
    return taken(empty, holder, lifetime);
  }

  private Lease taken(Lease lease, RunId holder, Duration lifetime) {
    LeaseSpec before = lease.getSpec() == null ? new LeaseSpec() : lease.getSpec();
    boolean same = holder.value().equals(before.getHolderIdentity());
    int transitions = Optional.ofNullable(before.getLeaseTransitions()).orElse(-1);
    return new LeaseBuilder(lease)
        .editOrNewSpec()
        .withHolderIdentity(holder.value())
        .withLeaseDurationSeconds((int) Math.max(1, lifetime.toSeconds()))
        .withAcquireTime(same ? before.getAcquireTime() : now())
        .withRenewTime(now())
        .withLeaseTransitions(same ? transitions : transitions + 1)
        .endSpec()
        .build();
  }

  /** MicroTime has six digits. */
  private ZonedDateTime now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS).atZone(ZoneOffset.UTC);
  }
}
