package io.drillmaster.lab.volsync;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.volsync.Mover.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;

/** What the operator does for one ReplicationSource: the state machine of VolSync 0.16. */
public final class VolumeSync {
  private static final List<String> REQUIRED = List.of("RESTIC_REPOSITORY", "RESTIC_PASSWORD");
  private static final int RETRY_FACTOR = 10;

  private final VolumeSite site;
  private final Duration syncTime;
  private final ReentrantLock lock = new ReentrantLock();
  private volatile Behaviour behaviour = Behaviour.NORMAL;
  private Optional<Instant> since = Optional.empty();
  private Instant moverEnds = Instant.MAX;

  VolumeSync(VolumeSite site, Duration syncTime) {
    this.site = site;
    this.syncTime = syncTime;
  }

  public VolumeSite site() {
    return site;
  }

  /** From now on it behaves like that; a sync that runs is forgotten. */
  public void behave(Behaviour next) {
    locked(
        () -> {
          behaviour = next;
          since = Optional.empty();
        });
  }

  /** Puts everything into the state of a volume that has always been synced on time. */
  public void reset() {
    locked(
        () -> {
          behaviour = Behaviour.NORMAL;
          since = Optional.empty();
          site.reset(Instant.now());
        });
  }

  /** One whole sync at once, whatever the schedule says. */
  public void syncNow() {
    locked(
        () -> {
          begin(new SourceView(site.source()));
          if (since.isPresent()) {
            end(new SourceView(site.source()));
          }
        });
  }

  /** What is to be done now; nothing if somebody else is at it. */
  void reconcile() {
    if (behaviour == Behaviour.HELD || !lock.tryLock()) {
      return;
    }
    try {
      site.api()
          .get(VolumeSite.SOURCES, site.volume().namespace(), site.volume().name())
          .map(SourceView::new)
          .filter(SourceView::usesRestic)
          .ifPresent(this::reconcile);
    } finally {
      lock.unlock();
    }
  }

  private void reconcile(SourceView source) {
    Instant now = Instant.now();
    if (behaviour == Behaviour.HELD) {
      return; // since it was asked without the lock
    }
    if (since.isEmpty() && source.isDue(now)) {
      begin(source);
    } else if (since.isPresent() && !source.isPaused() && now.isAfter(moverEnds)) {
      end(source);
    }
  }

  private void begin(SourceView source) {
    Instant now = Instant.now();
    Optional<String> missing = missing(source);
    if (missing.isPresent()) {
      if (!source.message().equals(missing.get())) {
        site.failReconcile(missing.get());
      }
      return;
    }
    site.beginSync(now);
    since = Optional.of(now);
    moverEnds = now.plus(syncTime);
  }

  /** What the operator itself finds wrong before it starts a mover. */
  private Optional<String> missing(SourceView source) {
    String namespace = site.volume().namespace();
    if (site.api().get("persistentvolumeclaims", namespace, source.claim()).isEmpty()) {
      return Optional.of("PersistentVolumeClaim \"" + source.claim() + "\" not found");
    }
    Optional<ObjectNode> secret = secret(source);
    if (secret.isEmpty()) {
      return Optional.of("Secret \"" + source.repository() + "\" not found");
    }
    return REQUIRED.stream()
        .filter(key -> !secret.get().path("data").has(key))
        .map(key -> "secret is missing field: " + key)
        .findFirst();
  }

  private Optional<ObjectNode> secret(SourceView source) {
    return site.api().get("secrets", site.volume().namespace(), source.repository());
  }

  /** A mover that fails is started again and again; the sync goes on until one succeeds. */
  private void end(SourceView source) {
    Duration took = Duration.between(since.orElseThrow(), Instant.now());
    Outcome outcome =
        secret(source)
            .map(secret -> new Mover(site, secret).run(behaviour, source.wantsUnlock(), took))
            .orElse(new Outcome(false, "CreateContainerConfigError"));
    Map<String, Object> status = new LinkedHashMap<>();
    status.put(
        "latestMoverStatus",
        SyncStatus.moved(outcome.successful() ? "Successful" : "Failed", outcome.logs()));
    if (outcome.successful()) {
      since = Optional.empty();
      status.putAll(finished(source, took));
    } else {
      moverEnds = Instant.now().plus(syncTime.multipliedBy(RETRY_FACTOR));
    }
    site.patchSource(Map.of("status", status));
  }

  private static Map<String, Object> finished(SourceView source, Duration took) {
    Instant now = Instant.now();
    Optional<String> manual = source.manual();
    String reason = manual.isPresent() ? "WaitingForManual" : "WaitingForSchedule";
    Optional<CronTimes> times = manual.isPresent() ? Optional.empty() : source.schedule();
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("lastSyncTime", VolumeObjects.time(now));
    status.put("lastSyncDuration", SyncStatus.goDuration(took));
    status.put("lastSyncStartTime", null);
    status.put("conditions", SyncStatus.waiting(reason, now));
    status.put("nextSyncTime", times.map(t -> VolumeObjects.time(t.after(now))).orElse(null));
    manual.ifPresent(value -> status.put("lastManualSync", value));
    if (source.wantsUnlock()) {
      status.put("restic", Map.of("lastUnlocked", source.unlock()));
    }
    return status;
  }

  private void locked(Runnable work) {
    lock.lock();
    try {
      work.run();
    } finally {
      lock.unlock();
    }
  }
}
