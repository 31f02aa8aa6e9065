package io.drillmaster.store;

import io.drillmaster.config.DrillmasterConfig.StoreConfig;
import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunLog;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * Runs and results in an embedded H2 database, in one directory that only one daemon may use. What
 * was appended survives a kill -9.
 */
public final class H2Store implements RunLog, AutoCloseable {
  private final StoreLock lock;
  private final StoreFile file;
  private final StoreThread thread;
  private final StoreConfig config;
  private final Clock clock;
  private final RunTables runs = new RunTables(new StoreJson());
  private final ResultTable results = new ResultTable(new StoreJson());
  private final List<Consumer<RunId>> pruned = new CopyOnWriteArrayList<>();

  private H2Store(StoreLock lock, StoreConfig config, Clock clock) {
    this.lock = lock;
    this.config = config;
    this.clock = clock;
    file = new StoreFile(config.directory(), clock);
    thread = new StoreThread(file::open);
  }

  /**
   * Opens the store, makes its directory and tables where they are missing, and moves a damaged
   * database aside.
   *
   * @throws StoreException with a sentence for people, where that is not possible or another daemon
   *     uses the directory
   */
  public static H2Store open(StoreConfig config, Clock clock) {
    StoreLock lock = StoreLock.take(config.directory());
    try {
      return new H2Store(lock, config, clock);
    } catch (RuntimeException | Error failure) {
      lock.close();
      throw failure;
    }
  }

  /** Where the database was moved that was found damaged; history began anew then. */
  public Optional<Path> damaged() {
    return file.movedAside();
  }

  @Override
  public void append(RunId id, int position, RunEvent event) {
    thread.call(
        "save an event of a run",
        connection -> {
          runs.append(connection, id, position, event);
          return position;
        });
  }

  @Override
  public List<RunEvent> events(RunId id) {
    return thread.call("read a run", connection -> runs.events(connection, id));
  }

  @Override
  public List<RunId> open() {
    return thread.call("read the open runs", runs::open);
  }

  @Override
  public List<RunId> newest(Optional<String> cluster, Optional<String> kind, int limit) {
    return thread.call(
        "read the history of runs", connection -> runs.newest(connection, cluster, kind, limit));
  }

  @Override
  public Optional<Keyed> keyed(String key) {
    return thread.call("read an idempotency key", connection -> runs.keyed(connection, key));
  }

  @Override
  public void remember(String key, Keyed keyed) {
    thread.call(
        "save an idempotency key",
        connection -> {
          runs.remember(connection, key, keyed, clock.instant());
          return key;
        });
  }

  /** Tells of every run that is forgotten, so that what else is kept of it can go too. */
  public void whenPruned(Consumer<RunId> listener) {
    pruned.add(listener);
  }

  /** Forgets what is older than the configuration wants it kept, and what is too much. */
  public void prune() {
    List<RunId> gone =
        thread.call(
            "forget old runs",
            connection -> runs.prune(connection, clock.instant().minus(config.keepRuns())));
    thread.call(
        "forget old results",
        connection -> results.prune(connection, clock.instant().minus(config.keepResults())));
    gone.forEach(id -> pruned.forEach(listener -> listener.accept(id)));
  }

  <T> T results(String what, ResultWork<T> work) {
    return thread.call(what, connection -> work.perform(results, connection));
  }

  /** One transaction on the results. */
  @FunctionalInterface
  interface ResultWork<T> {
    T perform(ResultTable table, java.sql.Connection connection) throws java.sql.SQLException;
  }

  @Override
  public void close() {
    thread.close();
    lock.close();
  }
}
