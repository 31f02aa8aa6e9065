package io.drillmaster.volsync;

import io.drillmaster.kube.GoDuration;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The fields of a ReplicationSource (volsync.backube/v1alpha1, VolSync 0.16) that are looked at.
 * Each is read when it is asked for, so that an odd one spoils only what depends on it.
 */
final class ReplicationSource {
  private static final List<String> OTHER_MOVERS =
      List.of("rclone", "rsync", "rsyncTLS", "syncthing", "external");

  private final Resource resource;

  ReplicationSource(Resource resource) {
    this.resource = resource;
  }

  String namespace() {
    return resource.namespace();
  }

  String name() {
    return resource.name();
  }

  Instant createdAt() {
    return resource
        .instant("metadata.creationTimestamp")
        .orElseThrow(() -> new OddFieldException("metadata.creationTimestamp", "a time"));
  }

  Optional<String> schedule() {
    return resource.string("spec.trigger.schedule").filter(text -> !text.isBlank());
  }

  Optional<String> manual() {
    return resource.string("spec.trigger.manual").filter(text -> !text.isEmpty());
  }

  boolean isPaused() {
    return resource.bool("spec.paused").orElse(false);
  }

  boolean isRestic() {
    return resource.object("spec.restic").isPresent();
  }

  /** What moves the data, where it is not restic: {@code rclone}. */
  String otherMover() {
    return OTHER_MOVERS.stream()
        .filter(mover -> resource.object("spec." + mover).isPresent())
        .findFirst()
        .orElse("none that is known");
  }

  /** Name of the Secret that holds the repository. */
  Optional<String> repository() {
    return resource.string("spec.restic.repository").filter(text -> !text.isBlank());
  }

  Optional<String> sourcePvc() {
    return resource.string("spec.sourcePVC").filter(text -> !text.isBlank());
  }

  /** When the last successful sync ended. */
  Optional<Instant> lastSync() {
    return resource.instant("status.lastSyncTime");
  }

  Optional<Duration> lastSyncDuration() {
    Optional<String> text = resource.string("status.lastSyncDuration");
    Optional<Duration> duration = text.flatMap(GoDuration::parse);
    if (text.isPresent() && duration.isEmpty()) {
      throw new OddFieldException("status.lastSyncDuration", "a duration such as 1m23.4s");
    }
    return duration;
  }

  /** When the sync began that is running now; empty when none is. */
  Optional<Instant> runningSince() {
    return resource.instant("status.lastSyncStartTime");
  }

  Optional<String> lastManual() {
    return resource.string("status.lastManualSync");
  }

  /** {@code Successful} or {@code Failed}: how the latest mover ended. */
  Optional<String> result() {
    return resource.string("status.latestMoverStatus.result").filter(text -> !text.isBlank());
  }

  /** What the operator kept of the log of the latest mover. */
  Optional<String> log() {
    return resource.string("status.latestMoverStatus.logs").filter(text -> !text.isBlank());
  }

  /** Whether the operator says that it cannot reconcile the object. */
  boolean hasReconcileError() {
    return resource.list("status.conditions").stream()
        .filter(condition -> condition.string("type").equals(Optional.of("Synchronizing")))
        .filter(condition -> condition.string("status").equals(Optional.of("False")))
        .anyMatch(condition -> condition.string("reason").equals(Optional.of("Error")));
  }
}
