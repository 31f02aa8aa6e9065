package io.drillmaster.restic;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.Bucket.ObjectSummary;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * What HEAD and LIST can tell of a restic repository (0.19, layout of doc/design.rst) without its
 * password: a snapshot object is uploaded last, when all that it needs has been acknowledged, so
 * its time is when the backup was finished. They cannot tell what is in a snapshot.
 *
 * <p>Every method throws {@link io.drillmaster.s3.S3FailureException} where the store does not
 * answer.
 */
public final class ResticRepository {
  private static final Pattern NAME = Pattern.compile("[0-9a-f]{64}");
  private static final int MOST_LOCKS = 100;

  private final Bucket bucket;

  public ResticRepository(Bucket bucket) {
    this.bucket = bucket;
  }

  /**
   * @param count how many there are
   * @param oldest when the oldest was finished; empty where there is none
   * @param newest when the newest was finished; empty where there is none
   */
  public record Snapshots(long count, Optional<Instant> oldest, Optional<Instant> newest) {}

  /**
   * A lock that somebody holds or left behind. restic writes a new one every 5 minutes while it
   * works, and takes one of more than 30 minutes for dead.
   */
  public record Lock(String id, Instant writtenAt) {}

  /** What the whole repository weighs. */
  public record Inventory(long objects, long bytes) {}

  /** Whether it was ever initialised: there is {@code config} and at least one key. */
  public boolean isInitialised(Deadline deadline) {
    String prefix = bucket.location().prefix();
    return !bucket.list("keys/", Optional.empty(), 1, deadline).objects().isEmpty()
        && bucket.head(prefix + "config", deadline).isPresent();
  }

  public Snapshots snapshots(Deadline deadline) {
    Times times = new Times();
    bucket.listAll("snapshots/", named("snapshots/", times), deadline);
    return new Snapshots(
        times.count, Optional.ofNullable(times.oldest), Optional.ofNullable(times.newest));
  }

  /** Oldest first; at most 100. */
  public List<Lock> locks(Deadline deadline) {
    List<Lock> locks = new ArrayList<>();
    Consumer<ObjectSummary> add =
        object -> {
          if (locks.size() < MOST_LOCKS) {
            locks.add(new Lock(name("locks/", object), object.lastModified()));
          }
        };
    bucket.listAll("locks/", named("locks/", add), deadline);
    locks.sort(Comparator.comparing(Lock::writtenAt));
    return List.copyOf(locks);
  }

  /** Lists everything: a request for each 1000 objects. */
  public Inventory inventory(Deadline deadline) {
    AtomicLong objects = new AtomicLong();
    AtomicLong bytes = new AtomicLong();
    bucket.listAll(
        "",
        object -> {
          objects.incrementAndGet();
          bytes.addAndGet(object.size());
        },
        deadline);
    return new Inventory(objects.get(), bytes.get());
  }

  /** Only objects that restic wrote: what else lies there proves nothing. */
  private Consumer<ObjectSummary> named(String folder, Consumer<ObjectSummary> next) {
    return object -> {
      if (NAME.matcher(name(folder, object)).matches()) {
        next.accept(object);
      }
    };
  }

  private String name(String folder, ObjectSummary object) {
    String start = bucket.location().prefix() + folder;
    return object.key().startsWith(start) ? object.key().substring(start.length()) : "";
  }

  private static final class Times implements Consumer<ObjectSummary> {
    private long count;
    private Instant oldest;
    private Instant newest;

    @Override
    public void accept(ObjectSummary object) {
      Instant time = object.lastModified();
      count++;
      oldest = oldest == null || time.isBefore(oldest) ? time : oldest;
      newest = newest == null || time.isAfter(newest) ? time : newest;
    }
  }
}
