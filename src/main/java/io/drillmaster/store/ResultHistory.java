package io.drillmaster.store;

import io.drillmaster.core.probe.ResultListener;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Keeps the recent results of every target in the store and puts them back on the board after a
 * restart. Results wait in a bounded queue for the one thread that writes them, so a slow, full or
 * broken disk never keeps a probe from looking: results that cannot be kept are counted and
 * dropped.
 */
public final class ResultHistory implements ResultListener, AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ResultHistory.class.getName());
  private static final int MAX_WAITING = 2_000;
  private static final int BATCH = 200;
  private static final Duration PRUNE_EVERY = Duration.ofMinutes(10);
  private static final Duration LAST_WORDS = Duration.ofSeconds(3);

  /** What is to be done with the table, in the order in which it happened. */
  private sealed interface Change {}

  private record Kept(Standing standing) implements Change {}

  private record Retired(String probe, Target target) implements Change {}

  /** Wakes the writer, so that it sees that it is to end. */
  private record Closed() implements Change {}

  private final H2Store store;
  private final BlockingQueue<Change> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final AtomicLong dropped = new AtomicLong();
  private final Thread writer = new Thread(this::write, "result-history");
  private volatile boolean closed;
  private volatile boolean failing;
  private long prunedAt = System.nanoTime();

  /** Begins to write what it is told; prunes the whole store from time to time. */
  public ResultHistory(H2Store store) {
    this.store = store;
    writer.setDaemon(true);
    writer.start();
  }

  /**
   * Puts every target back on the board where it stood when the last process ended.
   *
   * @param wanted whether the target still belongs to the estate: its cluster and its probe are
   *     still configured
   */
  public void restore(StatusBoard board, Predicate<Standing> wanted) {
    try {
      store.results("read the last results", ResultTable::standings).stream()
          .filter(wanted)
          .forEach(board::restore);
    } catch (StoreException unreadable) {
      LOG.log(
          System.Logger.Level.ERROR,
          "the last results cannot be read; every target begins without history",
          unreadable);
    }
  }

  @Override
  public void onResult(Standing standing) {
    offer(new Kept(standing));
  }

  @Override
  public void onRetired(String probe, Target target) {
    offer(new Retired(probe, target));
  }

  private void offer(Change change) {
    if (closed || !waiting.offer(change)) {
      drop(1);
    }
  }

  /** How many results could not be kept since the start. */
  public long dropped() {
    return dropped.get();
  }

  private void drop(int count) {
    dropped.addAndGet(count);
    if (!failing) {
      failing = true;
      LOG.log(System.Logger.Level.ERROR, "results cannot be kept; probing goes on without");
    }
  }

  private void write() {
    while (!closed || !waiting.isEmpty()) {
      try {
        Change first = waiting.poll(1, TimeUnit.SECONDS);
        if (first != null) {
          write(first);
        }
        prune();
      } catch (InterruptedException ended) {
        return;
      } catch (RuntimeException defect) {
        LOG.log(System.Logger.Level.ERROR, "the history of results stumbled", defect);
      }
    }
  }

  private void write(Change first) {
    List<Change> batch = new ArrayList<>(List.of(first));
    waiting.drainTo(batch, BATCH - 1);
    try {
      store.results(
          "save results",
          (table, connection) -> {
            for (Change change : batch) {
              if (change instanceof Kept kept) {
                table.insert(connection, kept.standing());
              } else if (change instanceof Retired retired) {
                table.delete(connection, retired.probe(), retired.target());
              }
            }
            return batch.size();
          });
      if (failing) {
        failing = false;
        LOG.log(System.Logger.Level.INFO, "results are kept again");
      }
    } catch (StoreException broken) {
      if (!failing) {
        LOG.log(System.Logger.Level.ERROR, broken.getMessage(), broken);
      }
      drop(batch.size());
    }
  }

  private void prune() {
    if (System.nanoTime() - prunedAt > PRUNE_EVERY.toNanos()) {
      prunedAt = System.nanoTime();
      store.prune();
    }
  }

  /** Writes what still waits, for some seconds; close it before its store. */
  @Override
  public void close() {
    closed = true;
    waiting.offer(new Closed());
    try {
      writer.join(LAST_WORDS.toMillis());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
    writer.interrupt();
  }
}
