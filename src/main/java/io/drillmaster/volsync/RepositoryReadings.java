package io.drillmaster.volsync;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Target;
import io.drillmaster.restic.ResticRepository;
import io.drillmaster.restic.ResticRepository.Inventory;
import io.drillmaster.restic.ResticRepository.Lock;
import io.drillmaster.restic.ResticRepository.Snapshots;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.Buckets;
import io.drillmaster.s3.S3FailureException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What repositories looked like when they were last read. A reading is used until it is too old,
 * another sync has ended, or the Secret says something else; a failed one is not kept. There is one
 * for each target that exists.
 */
final class RepositoryReadings {
  private static final Duration WEIGH_EVERY = Duration.ofHours(1);

  /**
   * @param lastSync what the status said when it was read
   */
  record Reading(
      Resolved resolved,
      Optional<Instant> lastSync,
      Instant readAt,
      boolean initialised,
      Snapshots snapshots,
      List<Lock> locks) {}

  private record Weighing(Resolved resolved, Instant at, Optional<Inventory> inventory) {}

  private final Buckets buckets;
  private final Map<Target, Reading> readings = new ConcurrentHashMap<>();
  private final Map<Target, Weighing> weighings = new ConcurrentHashMap<>();

  RepositoryReadings(Buckets buckets) {
    this.buckets = buckets;
  }

  void retain(Set<Target> existing) {
    readings.keySet().retainAll(existing);
    weighings.keySet().retainAll(existing);
  }

  /** The latest reading that may be used in this round, whatever has happened since. */
  Optional<Reading> known(Case asked) {
    return Optional.ofNullable(readings.get(asked.target()))
        .filter(reading -> !reading.readAt().isBefore(asked.context().notBefore()));
  }

  /**
   * @throws S3FailureException where the store does not answer
   */
  Reading read(Case asked, Resolved resolved, Deadline deadline) {
    Optional<Instant> lastSync = asked.lastSync();
    Optional<Reading> usable =
        known(asked)
            .filter(reading -> reading.resolved().equals(resolved))
            .filter(reading -> reading.lastSync().equals(lastSync))
            .filter(reading -> isYoung(reading, asked));
    if (usable.isPresent()) {
      return usable.get();
    }
    Instant readAt = asked.now();
    ResticRepository repository = repository(resolved);
    // LIST before HEAD: the refusal of a HEAD has no body that says why
    Snapshots snapshots = repository.snapshots(deadline);
    List<Lock> locks = repository.locks(deadline);
    boolean initialised = repository.isInitialised(deadline);
    asked
        .context()
        .note(
            "read s3://%s/%s: %d snapshots, %d locks"
                .formatted(
                    resolved.location().bucket(),
                    resolved.location().prefix(),
                    snapshots.count(),
                    locks.size()));
    Reading reading = new Reading(resolved, lastSync, readAt, initialised, snapshots, locks);
    readings.put(asked.target(), reading);
    return reading;
  }

  private static boolean isYoung(Reading reading, Case asked) {
    return reading.readAt().plus(asked.thresholds().bucketEvery()).isAfter(asked.now());
  }

  /** Size of the repository in bytes; empty where there was no time to count. */
  Optional<Long> size(Case asked, Resolved resolved, Deadline deadline) {
    Optional<Weighing> usable =
        Optional.ofNullable(weighings.get(asked.target()))
            .filter(weighing -> weighing.resolved().equals(resolved))
            .filter(weighing -> !weighing.at().isBefore(asked.context().notBefore()))
            .filter(weighing -> weighing.at().plus(WEIGH_EVERY).isAfter(asked.now()));
    Weighing weighing = usable.orElseGet(() -> weigh(asked, resolved, deadline));
    weighings.put(asked.target(), weighing);
    return weighing.inventory().map(Inventory::bytes);
  }

  private Weighing weigh(Case asked, Resolved resolved, Deadline deadline) {
    Instant at = asked.now();
    try {
      return new Weighing(resolved, at, Optional.of(repository(resolved).inventory(deadline)));
    } catch (S3FailureException e) {
      asked.context().note("the size was not counted: " + e.code());
      return new Weighing(resolved, at, Optional.empty());
    }
  }

  private ResticRepository repository(Resolved resolved) {
    return new ResticRepository(buckets.open(resolved.location(), resolved.credentials()));
  }
}
