package io.drillmaster.objectstore;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Target;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.Bucket.ObjectSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** What lay in buckets when they were last listed whole, which is expensive and therefore rare. */
final class BucketContents {
  private final Duration every;
  private final Map<Target, Inventory> known = new ConcurrentHashMap<>();

  BucketContents(Duration every) {
    this.every = every;
  }

  /**
   * @param place endpoint, bucket and prefix: another place makes it worthless
   * @param newest time of the object that was written last; empty where there is none
   */
  record Inventory(String place, Instant at, long objects, long bytes, Optional<Instant> newest) {}

  void retain(Set<Target> existing) {
    known.keySet().retainAll(existing);
  }

  /** The latest inventory of this place that is not older than {@code notBefore}. */
  Optional<Inventory> known(Target target, Bucket bucket, Instant notBefore) {
    return Optional.ofNullable(known.get(target))
        .filter(inventory -> inventory.place().equals(place(bucket)))
        .filter(inventory -> !inventory.at().isBefore(notBefore));
  }

  boolean isDue(Optional<Inventory> latest, Instant now) {
    return latest.isEmpty() || !latest.get().at().plus(every).isAfter(now);
  }

  /**
   * Lists everything, page by page.
   *
   * @throws io.drillmaster.s3.S3FailureException where the store does not answer
   */
  Inventory take(Target target, Bucket bucket, Instant now, Deadline deadline) {
    Sum sum = new Sum();
    bucket.listAll("", sum, deadline);
    Inventory inventory =
        new Inventory(place(bucket), now, sum.objects, sum.bytes, Optional.ofNullable(sum.newest));
    known.put(target, inventory);
    return inventory;
  }

  private static String place(Bucket bucket) {
    return String.join(
        " ",
        bucket.location().endpoint().toString(),
        bucket.location().bucket(),
        bucket.location().prefix());
  }

  private static final class Sum implements Consumer<ObjectSummary> {
    private long objects;
    private long bytes;
    private Instant newest;

    @Override
    public void accept(ObjectSummary object) {
      objects++;
      bytes += object.size();
      Instant time = object.lastModified();
      newest = newest == null || time.isAfter(newest) ? time : newest;
    }
  }
}
