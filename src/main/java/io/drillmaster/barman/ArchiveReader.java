package io.drillmaster.barman;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/** Reads archives by LIST requests and small GETs. May be used from any thread. */
public final class ArchiveReader {
  private final Clock clock;
  private final Duration fullEvery;

  /**
   * @param fullEvery how often all WAL objects are listed; between, only what is new
   */
  public ArchiveReader(Clock clock, Duration fullEvery) {
    this.clock = clock;
    this.fullEvery = fullEvery;
  }

  /**
   * @param bucket whose prefix is that of the destination path, without the server name
   * @param serverName barman's name of the server: the folder below the prefix
   * @param before what was read of the same archive before; a listing then begins where it ended
   * @throws io.drillmaster.s3.S3FailureException where the store does not answer
   */
  public Archive read(
      Bucket bucket, String serverName, Optional<Archive> before, Deadline deadline) {
    throw new UnsupportedOperationException(serverName + clock + fullEvery);
  }
}
