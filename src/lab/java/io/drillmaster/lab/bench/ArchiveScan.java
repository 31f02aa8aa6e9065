package io.drillmaster.lab.bench;

import io.drillmaster.barman.Archive;
import io.drillmaster.barman.ArchiveReader;
import io.drillmaster.barman.Chain;
import io.drillmaster.barman.ChainCheck;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.S3Buckets;
import io.drillmaster.s3.S3Credentials;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Reads the archive of {@link ArchiveStore} beside a bare listing of the same objects, in turns:
 * {@code ArchiveScan DIRECTORY ROUNDS}. Prints a line for each: name, milliseconds (median), LIST
 * requests, highest heap in KiB and what is kept of it in KiB.
 */
public final class ArchiveScan {
  private static final Duration LONGEST = Duration.ofMinutes(10);
  private final Clock clock = Clock.systemUTC();
  private final S3Buckets buckets = new S3Buckets(clock);
  private final Bucket bucket;
  private final List<Row> rows = new ArrayList<>();

  private record Row(String name, long millis, long lists, long peak, long kept) {}

  private ArchiveScan(URI endpoint) {
    SecretValue key = new SecretValue("bench");
    bucket =
        buckets.open(
            new BucketLocation(endpoint, ArchiveStore.BUCKET, "prod/", "us-east-1"),
            new S3Credentials(key, key, Optional.empty()));
  }

  public static void main(String[] args) throws Exception {
    String endpoint = Files.readString(Path.of(args[0]).resolve("endpoint"));
    new ArchiveScan(URI.create(endpoint)).run(Integer.parseInt(args[1]));
  }

  private void run(int rounds) {
    Archive archive = archive(Optional.empty());
    bare();
    rows.clear();
    for (int i = 0; i < rounds; i++) {
      measure("bare listing", this::bare);
      measure("first scan", () -> archive(Optional.empty()));
      measure("unchanged", () -> archive(Optional.of(archive)));
      measure("chain check", () -> check(archive));
    }
    for (String name : List.of("bare listing", "first scan", "unchanged", "chain check")) {
      List<Row> same = rows.stream().filter(row -> row.name().equals(name)).toList();
      System.out.printf(
          "%s\t%d\t%d\t%d\t%d%n",
          name,
          same.stream().mapToLong(Row::millis).sorted().skip(rounds / 2).findFirst().orElse(0),
          same.get(0).lists(),
          same.stream().mapToLong(Row::peak).max().orElse(0),
          same.stream().mapToLong(Row::kept).max().orElse(0));
    }
    buckets.close();
  }

  private void measure(String name, Supplier<Object> work) {
    long before = heapAfterCollection();
    pools().forEach(MemoryPoolMXBean::resetPeakUsage);
    long lists = buckets.listRequests();
    long begun = System.nanoTime();
    Object result = work.get();
    long millis = (System.nanoTime() - begun) / 1_000_000;
    long peak = pools().stream().mapToLong(pool -> pool.getPeakUsage().getUsed()).sum() - before;
    long kept = heapAfterCollection() - before;
    java.lang.ref.Reference.reachabilityFence(result);
    rows.add(
        new Row(name, millis, buckets.listRequests() - lists, peak >> 10, Math.max(0, kept) >> 10));
  }

  private static long heapAfterCollection() {
    for (int i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static List<MemoryPoolMXBean> pools() {
    return ManagementFactory.getMemoryPoolMXBeans().stream()
        .filter(pool -> pool.getType() == MemoryType.HEAP)
        .toList();
  }

  private Deadline deadline() {
    return Deadline.in(LONGEST, clock);
  }

  private Long bare() {
    AtomicLong bytes = new AtomicLong();
    bucket.listAll(ArchiveStore.SERVER + "/", object -> bytes.addAndGet(object.size()), deadline());
    return bytes.get();
  }

  private Archive archive(Optional<Archive> before) {
    return new ArchiveReader(clock, Duration.ofDays(1))
        .read(bucket, ArchiveStore.SERVER, before, deadline());
  }

  private static Chain check(Archive archive) {
    Chain chain = ChainCheck.of(archive, Duration.ofMinutes(10));
    if (!chain.breaks().isEmpty() || chain.usable().size() != 30) {
      throw new IllegalStateException("the archive is not whole: " + chain.breaks());
    }
    return chain;
  }
}
