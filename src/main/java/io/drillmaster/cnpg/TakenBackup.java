package io.drillmaster.cnpg;

import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;

/** A Backup (postgresql.cnpg.io/v1): one backup that was asked for, and how it went. */
record TakenBackup(Resource resource) {
  private static final Set<String> FAILED = Set.of("failed", "invalid backup definition");

  String name() {
    return resource.name();
  }

  boolean isOf(Database database) {
    return resource.namespace().equals(database.namespace())
        && resource.string("spec.cluster.name").equals(Optional.of(database.name()));
  }

  /** {@code barmanObjectStore}, {@code plugin} or {@code volumeSnapshot}. */
  String method() {
    return resource.string("spec.method").orElse("barmanObjectStore");
  }

  boolean isInArchive() {
    return !method().equals("volumeSnapshot");
  }

  /** {@code pending}, {@code running}, {@code completed}, …; empty while nobody took it up. */
  String phase() {
    return resource.string("status.phase").orElse("");
  }

  boolean isCompleted() {
    return phase().equals("completed");
  }

  boolean isFailed() {
    return FAILED.contains(phase());
  }

  boolean isUnderWay() {
    return !isCompleted() && !isFailed();
  }

  /** Its folder in the archive. */
  Optional<String> id() {
    return resource.string("status.backupId").filter(id -> !id.isBlank());
  }

  Instant createdAt() {
    return resource
        .instant("metadata.creationTimestamp")
        .orElseThrow(() -> new OddFieldException("metadata.creationTimestamp", "a time"));
  }

  /** When it began; of one that nobody took up, when it was asked for. */
  Instant startedAt() {
    return resource.instant("status.startedAt").orElseGet(this::createdAt);
  }

  Optional<Instant> stoppedAt() {
    return resource.instant("status.stoppedAt");
  }

  /** The ScheduledBackup that made it. */
  Optional<String> schedule() {
    return resource.label("cnpg.io/scheduled-backup");
  }

  /** Where it was written to, which only the in-tree method tells. */
  Optional<String> serverName() {
    return resource.string("status.serverName").filter(name -> !name.isBlank());
  }
}
