package io.drillmaster.kube;

import io.drillmaster.core.run.RunLocks.Held;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A Lease that is renewed about three times in its lifetime, until it is closed or lost. */
final class HeldLease implements Held {
  private static final Logger LOG = LoggerFactory.getLogger(HeldLease.class);

  private final Leases leases;
  private final Duration lifetime;
  private final ScheduledExecutorService scheduler;

  private Lease lease;
  private volatile Instant renewedAt;
  private volatile boolean lost;
  private volatile boolean closed;

  private HeldLease(
      Leases leases, Lease lease, Duration lifetime, ScheduledExecutorService scheduler) {
    this.leases = leases;
    this.lease = lease;
    this.lifetime = lifetime;
    this.scheduler = scheduler;
    this.renewedAt = leases.clock().instant();
  }

  static HeldLease renewing(
      Leases leases, Lease lease, Duration lifetime, ScheduledExecutorService scheduler) {
    HeldLease held = new HeldLease(leases, lease, lifetime, scheduler);
    held.scheduleRenewal();
    return held;
  }

  private synchronized void scheduleRenewal() {
    if (closed || lost) {
      return;
    }
    double jitter = ThreadLocalRandom.current().nextDouble(0.8, 1.2);
    long millis = Math.max(50, (long) (lifetime.toMillis() / 3.0 * jitter));
    try {
      scheduler.schedule(this::renew, millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      LOG.info("Lease {} is renewed no more: shutting down", lease.getMetadata().getName());
    }
  }

  private synchronized void renew() {
    if (closed || lost) {
      return;
    }
    Instant asked = leases.clock().instant();
    try {
      lease = leases.renew(lease);
      renewedAt = asked;
    } catch (KubernetesClientException e) {
      lost = e.getCode() == 409 || e.getCode() == 404;
      LOG.warn(
          "Lease {} could not be renewed{}",
          lease.getMetadata().getName(),
          lost ? ": somebody else took it" : "; trying again");
    }
    scheduleRenewal();
  }

  @Override
  public boolean isHeld() {
    Instant end = renewedAt.plus(lifetime);
    return !closed && !lost && leases.clock().instant().isBefore(end);
  }

  @Override
  public synchronized void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (lost) {
      return;
    }
    try {
      leases.release(lease);
    } catch (KubernetesClientException e) {
      LOG.warn("Lease {} was not released; it will expire", lease.getMetadata().getName());
    }
  }
}
