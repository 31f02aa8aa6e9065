package io.drillmaster.s3;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.S3FailureException.Kind;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** One store with one bucket, which can be told to fail. Counts what it is asked. */
public final class FakeBuckets implements Buckets {
  private final TreeMap<String, Bucket.ObjectSummary> objects = new TreeMap<>();
  private final Map<String, byte[]> contents = new HashMap<>();
  private final Clock clock;
  private Optional<S3FailureException> failure = Optional.empty();
  private Duration latency = Duration.ofMillis(40);
  private Duration skew = Duration.ZERO;
  private long lists;

  public FakeBuckets(Clock clock) {
    this.clock = clock;
  }

  public FakeBuckets put(String key, Instant lastModified) {
    objects.put(key, new Bucket.ObjectSummary(key, 100, lastModified));
    return this;
  }

  /** An object with a content; the others read as 100 zeros. */
  public FakeBuckets put(String key, byte[] content, Instant lastModified) {
    contents.put(key, content.clone());
    return put(key, content.length, lastModified);
  }

  /** An object of a size, whose content nobody asks for. */
  public FakeBuckets put(String key, long size, Instant lastModified) {
    objects.put(key, new Bucket.ObjectSummary(key, size, lastModified));
    return this;
  }

  public FakeBuckets remove(String prefix) {
    contents.keySet().removeIf(key -> key.startsWith(prefix));
    objects.keySet().removeIf(key -> key.startsWith(prefix));
    return this;
  }

  public FakeBuckets fail(Kind kind, String code) {
    failure = Optional.of(new S3FailureException(kind, code, null));
    return this;
  }

  public FakeBuckets mend() {
    failure = Optional.empty();
    return this;
  }

  public FakeBuckets slow(Duration taken) {
    latency = taken;
    return this;
  }

  public FakeBuckets skew(Duration ahead) {
    skew = ahead;
    return this;
  }

  @Override
  public Bucket open(BucketLocation location, S3Credentials credentials) {
    return new Fake(location);
  }

  @Override
  public long listRequests() {
    return lists;
  }

  @Override
  public void close() {
    // nothing is open
  }

  private final class Fake implements Bucket {
    private final BucketLocation location;

    private Fake(BucketLocation location) {
      this.location = location;
    }

    @Override
    public BucketLocation location() {
      return location;
    }

    @Override
    public Page list(String prefix, Optional<String> startAfter, int limit, Deadline deadline) {
      ask();
      List<ObjectSummary> all =
          below(prefix).stream()
              .filter(object -> startAfter.map(key -> object.key().compareTo(key) > 0).orElse(true))
              .toList();
      boolean truncated = all.size() > limit;
      Instant serverTime = clock.instant().plus(skew);
      return new Page(
          all.subList(0, Math.min(limit, all.size())), truncated, latency, Optional.of(serverTime));
    }

    @Override
    public void listAll(String prefix, Consumer<ObjectSummary> each, Deadline deadline) {
      ask();
      below(prefix).forEach(each);
    }

    @Override
    public Optional<ObjectSummary> head(String key, Deadline deadline) {
      failure.ifPresent(Fake::raise);
      return Optional.ofNullable(objects.get(key));
    }

    @Override
    public Optional<byte[]> read(String key, int maxBytes, Deadline deadline) {
      failure.ifPresent(Fake::raise);
      return Optional.ofNullable(objects.get(key))
          .map(object -> contents.getOrDefault(key, new byte[100]))
          .map(content -> Arrays.copyOf(content, Math.min(content.length, maxBytes)));
    }

    @Override
    public List<String> folders(String prefix, Deadline deadline) {
      ask();
      int start = location.prefix().length() + prefix.length();
      return below(prefix).stream()
          .map(object -> object.key().substring(start))
          .filter(rest -> rest.contains("/"))
          .map(rest -> rest.substring(0, rest.indexOf('/')))
          .distinct()
          .toList();
    }

    private List<ObjectSummary> below(String prefix) {
      String start = location.prefix() + prefix;
      return objects.values().stream().filter(o -> o.key().startsWith(start)).toList();
    }

    private void ask() {
      lists++;
      failure.ifPresent(Fake::raise);
    }

    private static void raise(S3FailureException failure) {
      throw failure;
    }
  }
}
