package io.drillmaster.lab.volsync;

import com.fasterxml.jackson.databind.JsonNode;
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
  private static final Duration RETRY_AFTER = Duration.ofSeconds(10);

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
          begin(site.source());
          if (since.isPresent()) {
            end(site.source());
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
          .filter(source -> source.path("spec").has("restic"))
          .ifPresent(this::reconcile);
    } finally {
      lock.unlock();
    }
  }

  private void reconcile(ObjectNode source) {
    boolean moving = !source.path("spec").path("paused").asBoolean();
    if (since.isEmpty() && isDue(source)) {
      begin(source);
    } else if (since.isPresent() && moving && Instant.now().isAfter(moverEnds)) {
      end(source);
    }
  }

  private static boolean isDue(ObjectNode source) {
    JsonNode status = source.path("status");
    Optional<String> manual = manual(source);
    if (manual.isPresent()) {
      return !status.path("lastManualSync").asText().equals(manual.get());
    }
    if (!status.has("lastSyncTime")) {
      return true;
    }
    Instant last = Instant.parse(status.path("lastSyncTime").asText());
    return schedule(source)
        .map(times -> !times.after(last).isAfter(Instant.now()))
        .orElse(!source.path("spec").path("trigger").has("schedule"));
  }

  private static Optional<String> manual(ObjectNode source) {
    String text = source.path("spec").path("trigger").path("manual").asText();
    return Optional.of(text).filter(value -> !value.isEmpty());
  }

  private static Optional<CronTimes> schedule(ObjectNode source) {
    return CronTimes.parse(source.path("spec").path("trigger").path("schedule").asText());
  }

  private void begin(ObjectNode source) {
    Instant now = Instant.now();
    Optional<String> missing = missing(source);
    Map<String, Object> status = new LinkedHashMap<>();
    if (missing.isPresent()) {
      String known = source.path("status").path("conditions").path(0).path("message").asText();
      if (!known.equals(missing.get())) {
        site.patchSource(
            Map.of("status", Map.of("conditions", SyncStatus.error(missing.get(), now))));
      }
      return;
    }
    status.put("lastSyncStartTime", VolumeObjects.time(now));
    status.put("conditions", SyncStatus.syncing(now));
    site.patchSource(Map.of("status", status));
    since = Optional.of(now);
    moverEnds = now.plus(syncTime);
  }

  /** What the operator itself finds wrong before it starts a mover. */
  private Optional<String> missing(ObjectNode source) {
    String claim = source.path("spec").path("sourcePVC").asText();
    if (site.api().get("persistentvolumeclaims", site.volume().namespace(), claim).isEmpty()) {
      return Optional.of("PersistentVolumeClaim \"" + claim + "\" not found");
    }
    Optional<ObjectNode> secret = secret(source);
    if (secret.isEmpty()) {
      return Optional.of("Secret \"" + repository(source) + "\" not found");
    }
    return REQUIRED.stream()
        .filter(key -> !secret.get().path("data").has(key))
        .map(key -> "secret is missing field: " + key)
        .findFirst();
  }

  private Optional<ObjectNode> secret(ObjectNode source) {
    return site.api().get("secrets", site.volume().namespace(), repository(source));
  }

  private static String repository(ObjectNode source) {
    return source.path("spec").path("restic").path("repository").asText();
  }

  private void end(ObjectNode source) {
    Instant started = since.orElseThrow();
    Duration took = Duration.between(started, Instant.now());
    String unlock = source.path("spec").path("restic").path("unlock").asText();
    boolean unlocking =
        !unlock.equals(source.path("status").path("restic").path("lastUnlocked").asText());
    Outcome outcome = new Mover(site, secret(source).orElseThrow()).run(behaviour, unlocking, took);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put(
        "latestMoverStatus",
        SyncStatus.moved(outcome.successful() ? "Successful" : "Failed", outcome.logs()));
    if (outcome.successful()) {
      since = Optional.empty();
      status.putAll(finished(source, took));
      if (unlocking) {
        status.put("restic", Map.of("lastUnlocked", unlock));
      }
    } else {
      moverEnds = Instant.now().plus(RETRY_AFTER);
    }
    site.patchSource(Map.of("status", status));
  }

  private static Map<String, Object> finished(ObjectNode source, Duration took) {
    Instant now = Instant.now();
    Optional<String> manual = manual(source);
    Map<String, Object> status = new LinkedHashMap<>();
    status.put("lastSyncTime", VolumeObjects.time(now));
    status.put("lastSyncDuration", SyncStatus.goDuration(took));
    status.put("lastSyncStartTime", null);
    status.put(
        "conditions",
        SyncStatus.waiting(manual.isPresent() ? "WaitingForManual" : "WaitingForSchedule", now));
    manual.ifPresent(value -> status.put("lastManualSync", value));
    Optional<CronTimes> times = manual.isPresent() ? Optional.empty() : schedule(source);
    status.put("nextSyncTime", times.map(t -> VolumeObjects.time(t.after(now))).orElse(null));
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
