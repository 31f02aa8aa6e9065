package io.drillmaster.cnpg;

import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Instant;
import java.util.Optional;

/** A ScheduledBackup (postgresql.cnpg.io/v1). */
record BackupPlan(Resource resource) {
  String name() {
    return resource.name();
  }

  boolean isOf(Database database) {
    return resource.namespace().equals(database.namespace())
        && resource.string("spec.cluster.name").equals(Optional.of(database.name()));
  }

  boolean isInArchive() {
    return !resource.string("spec.method").equals(Optional.of("volumeSnapshot"));
  }

  /** As it stands there. */
  String text() {
    return resource.string("spec.schedule").orElse("");
  }

  /** Empty where CNPG does not understand it either. */
  Optional<CnpgSchedule> times() {
    return CnpgSchedule.parse(text());
  }

  /**
   * It has the five fields of a usual cron, which CNPG reads with the seconds first: {@code 0 2 * *
   * *}, meant for two o'clock, is two minutes past every hour.
   */
  boolean hasFiveFields() {
    String text = text().strip();
    return !text.startsWith("@") && text.split("\\s+").length == 5;
  }

  boolean isSuspended() {
    return resource.bool("spec.suspend").orElse(false);
  }

  boolean isImmediate() {
    return resource.bool("spec.immediate").orElse(false);
  }

  Instant createdAt() {
    return resource
        .instant("metadata.creationTimestamp")
        .orElseThrow(() -> new OddFieldException("metadata.creationTimestamp", "a time"));
  }

  /** When the operator looked at it last. */
  Optional<Instant> lastCheck() {
    return resource.instant("status.lastCheckTime");
  }

  /** The due time for which it asked for a backup last, which says nothing of its success. */
  Optional<Instant> lastScheduled() {
    return resource.instant("status.lastScheduleTime");
  }

  boolean hasError() {
    return resource.string("status.error").filter(error -> !error.isBlank()).isPresent();
  }

  /** When its first backup is due. */
  Optional<Instant> firstDue() {
    return isImmediate()
        ? Optional.of(createdAt())
        : times().map(schedule -> schedule.nextAfter(createdAt()));
  }
}
