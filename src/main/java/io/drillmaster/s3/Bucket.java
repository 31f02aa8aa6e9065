package io.drillmaster.s3;

import io.drillmaster.core.probe.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One bucket with one set of credentials. Every call ends within its deadline and counts the
 * requests it made; every failure is an {@link S3FailureException}.
 */
public interface Bucket {
  BucketLocation location();

  /**
   * One page of a listing, in key order.
   *
   * @param prefix below the prefix of the location
   * @param startAfter only keys behind this full key
   * @param limit 1 to 1000 keys
   */
  Page list(String prefix, Optional<String> startAfter, int limit, Deadline deadline);

  /**
   * Hands on every object below the prefix, page by page, so that memory does not grow with the
   * archive.
   */
  void listAll(String prefix, Consumer<ObjectSummary> each, Deadline deadline);

  /**
   * The object's summary; empty where there is none. Of its parts, only key, size and time count.
   */
  Optional<ObjectSummary> head(String key, Deadline deadline);

  /**
   * The beginning of an object; empty where there is none.
   *
   * @param key full key
   * @param maxBytes no more than this is read: ask for one more than a sound object has to see that
   *     it is too long
   */
  Optional<byte[]> read(String key, int maxBytes, Deadline deadline);

  /**
   * The names of the folders directly below a prefix, in order, at most 1000; one request.
   *
   * @param prefix below the prefix of the location; empty, or with a slash at its end
   */
  List<String> folders(String prefix, Deadline deadline);

  /**
   * @param latency of the request
   * @param serverTime the Date header of the answer, for clock skew
   */
  record Page(
      List<ObjectSummary> objects,
      boolean truncated,
      Duration latency,
      Optional<Instant> serverTime) {
    public Page {
      objects = List.copyOf(objects);
    }
  }

  /**
   * @param key full key, with the prefix of the location
   * @param lastModified when it was written, as the store says
   */
  record ObjectSummary(String key, long size, Instant lastModified) {}
}
