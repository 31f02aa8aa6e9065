package io.drillmaster.lab.cnpg;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.postgres.Compression;
import io.drillmaster.lab.postgres.WalFiles;
import io.drillmaster.lab.postgres.WalGate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What an instance's {@code archive_command} and {@code restore_command} do: the instance manager
 * and, behind it, barman-cloud.
 */
final class Archiver implements WalGate.WalStore {
  private static final Duration LONGEST_HANG = Duration.ofMinutes(10);
  private static final String EMPTY_EXPECTED =
      "unexpected failure invoking barman-cloud-wal-archive: exit status 1: WAL archive check failed"
          + " for server %s: Expected empty archive";

  private static final String EXIT_STATUS_4 =
      "unexpected failure invoking barman-cloud-wal-archive: exit status 4";

  private final ArchiveCopy copy;
  private final Compression compression;
  private final Object change = new Object();
  private Archiving how = Archiving.NORMAL;
  private Optional<DatabaseSite> site = Optional.empty();
  private Duration back = Duration.ZERO;
  private Optional<String> failure = Optional.empty();

  Archiver(ArchiveCopy copy, Compression compression) {
    this.copy = copy;
    this.compression = compression;
  }

  /** Until now only the copy was filled. */
  void archiveInto(DatabaseSite real) {
    synchronized (change) {
      site = Optional.of(real);
      back = Duration.ZERO;
    }
  }

  /** What comes now was archived then. */
  void pretend(Instant then) {
    synchronized (change) {
      back = Duration.between(then, Instant.now());
    }
  }

  void behave(Archiving next) {
    synchronized (change) {
      how = next;
      change.notifyAll();
    }
  }

  Optional<String> failure() {
    synchronized (change) {
      return failure;
    }
  }

  void forgive() {
    synchronized (change) {
      failure = Optional.empty();
    }
  }

  @Override
  public void put(String name, Path file) throws IOException {
    Archiving now = settled();
    byte[] packed = WalFiles.pack(file, compression);
    String path = ArchiveNames.wal(name, compression);
    synchronized (copy) { // a repair that came in between would take it out of the bucket again
      Optional<DatabaseSite> real = real();
      if (real.isPresent() && now != Archiving.LIES) {
        store(real.get(), path, packed, now);
      }
      copy.put(path, packed, written());
    }
  }

  private void store(DatabaseSite real, String path, byte[] packed, Archiving now)
      throws IOException {
    try {
      if (now == Archiving.REFUSES) {
        throw new IOException(EMPTY_EXPECTED.formatted(real.database().name()));
      }
      if (now == Archiving.FAILS) {
        throw new IOException(EXIT_STATUS_4);
      }
      ObjectNode cluster = real.cluster().orElseThrow(() -> new IOException("no Cluster"));
      try (BarmanStore store = BarmanStore.of(real.api(), cluster)) {
        store.put(path, packed, "barman-cloud-wal-archive");
      }
      said(Optional.empty());
      real.archived(Optional.empty());
    } catch (IOException e) {
      said(Optional.of(e.getMessage()));
      real.archived(Optional.of(e.getMessage()));
      throw e;
    }
  }

  private void said(Optional<String> outcome) {
    synchronized (change) {
      failure = outcome;
    }
  }

  private Optional<DatabaseSite> real() {
    synchronized (change) {
      return site;
    }
  }

  private Instant written() {
    synchronized (change) {
      return Instant.now().minus(back);
    }
  }

  /** Waits while it hangs. */
  private Archiving settled() throws IOException {
    long end = System.nanoTime() + LONGEST_HANG.toNanos();
    synchronized (change) {
      while (how == Archiving.HANGS && System.nanoTime() < end) {
        try {
          change.wait(LONGEST_HANG.toMillis());
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IOException("interrupted", e);
        }
      }
      return how;
    }
  }

  /** Only a promotion asks, which finds everything in the copy. */
  @Override
  public boolean get(String name, Path file) throws IOException {
    Optional<byte[]> packed = copy.read(ArchiveNames.wal(name, compression));
    if (packed.isPresent()) {
      WalFiles.unpack(packed.get(), compression, file);
    }
    return packed.isPresent();
  }
}
