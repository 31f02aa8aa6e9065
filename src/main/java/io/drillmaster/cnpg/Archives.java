package io.drillmaster.cnpg;

import io.drillmaster.barman.Archive;
import io.drillmaster.barman.ArchiveReader;
import io.drillmaster.barman.Chain;
import io.drillmaster.barman.ChainCheck;
import io.drillmaster.core.probe.Target;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.Buckets;
import io.drillmaster.s3.S3FailureException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What archives looked like when they were last read. A reading is used until it is too old, a
 * backup has ended since, or bucket, server name or credentials are others; a failed one is not
 * kept. There is one for each Cluster that exists.
 */
final class Archives {
  private final Buckets buckets;
  private final ArchiveReader reader;
  private final Map<Target, Reading> readings = new ConcurrentHashMap<>();

  Archives(Buckets buckets, ArchiveReader reader) {
    this.buckets = buckets;
    this.reader = reader;
  }

  /**
   * @param news the latest end of a backup that the API server told when it was read
   */
  record Reading(
      Resolved resolved,
      String serverName,
      Optional<Instant> news,
      Archive archive,
      Chain chain,
      Siblings siblings) {
    boolean isOf(Resolved other, String name) {
      return resolved.equals(other) && serverName.equals(name);
    }
  }

  void retain(Set<Target> existing) {
    readings.keySet().retainAll(existing);
  }

  /** The latest reading that may be used in this round, whatever has happened since. */
  Optional<Reading> known(Case asked) {
    return Optional.ofNullable(readings.get(asked.target()))
        .filter(reading -> !reading.archive().readAt().isBefore(asked.context().notBefore()));
  }

  /**
   * @param news the latest end of a backup that the API server tells
   * @throws S3FailureException where the store does not answer
   */
  Reading read(Case asked, Resolved resolved, String serverName, Optional<Instant> news) {
    Optional<Reading> usable =
        known(asked)
            .filter(reading -> reading.isOf(resolved, serverName))
            .filter(reading -> reading.news().equals(news))
            .filter(reading -> isYoung(reading, asked));
    return usable.orElseGet(() -> readAnew(asked, resolved, serverName, news));
  }

  private static boolean isYoung(Reading reading, Case asked) {
    return reading.archive().readAt().plus(asked.thresholds().archiveEvery()).isAfter(asked.now());
  }

  /** As {@link #read}, whatever is known already. */
  Reading readAnew(Case asked, Resolved resolved, String serverName, Optional<Instant> news) {
    Optional<Archive> before =
        Optional.ofNullable(readings.get(asked.target()))
            .filter(reading -> reading.isOf(resolved, serverName))
            .map(Reading::archive)
            .filter(archive -> !archive.listedInFullAt().isBefore(asked.context().notBefore()));
    Bucket bucket = buckets.open(resolved.location(), resolved.credentials());
    Archive archive = reader.read(bucket, serverName, before, asked.share());
    Chain chain = ChainCheck.of(archive, asked.thresholds().archiveSlack());
    asked
        .context()
        .note(
            "read s3://%s/%s: %d base backups, %d WAL segments"
                .formatted(
                    resolved.location().bucket(),
                    archive.root(),
                    archive.backups().size(),
                    archive.wals().count()));
    Siblings siblings =
        archive.newestDone().isEmpty()
            ? Siblings.of(bucket, serverName, asked.share())
            : Siblings.none();
    Reading reading = new Reading(resolved, serverName, news, archive, chain, siblings);
    readings.put(asked.target(), reading);
    return reading;
  }
}
