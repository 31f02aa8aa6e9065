package io.drillmaster.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * The one thread that touches the database. Callers may be interrupted at any time, and an
 * interruption in the middle of a write would close the file under H2.
 */
final class StoreThread implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(StoreThread.class.getName());
  private static final Duration TIMEOUT = Duration.ofSeconds(20);
  private static final int MAX_WAITING = 1_000;

  /** One transaction. */
  @FunctionalInterface
  interface Work<T> {
    T perform(Connection connection) throws SQLException;
  }

  private final Supplier<Connection> opener;
  private final ThreadPoolExecutor thread =
      new ThreadPoolExecutor(
          1,
          1,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(MAX_WAITING),
          task -> {
            Thread store = new Thread(task, "store");
            store.setDaemon(true);
            return store;
          });
  private Connection connection;

  /**
   * @param opener opens the database; asked again when the connection was lost
   */
  StoreThread(Supplier<Connection> opener) {
    this.opener = opener;
    connection = opener.get();
  }

  /**
   * Performs it as one transaction, safe when this returns.
   *
   * @param what is being done, for the message of a failure: {@code read a run}
   */
  <T> T call(String what, Work<T> work) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    try {
      thread.execute(() -> perform(work, answer));
    } catch (RejectedExecutionException full) {
      throw failed(what, full);
    }
    try {
      // join does not heed interruption; its time-out is that of the future.
      return answer.orTimeout(TIMEOUT.toSeconds(), TimeUnit.SECONDS).join();
    } catch (CompletionException failure) {
      throw failed(what, failure.getCause());
    }
  }

  private static StoreException failed(String what, Throwable cause) {
    return new StoreException(
        "the store could not %s; look at the space on its disk".formatted(what), cause);
  }

  private <T> void perform(Work<T> work, CompletableFuture<T> answer) {
    try {
      if (connection.isClosed()) {
        connection = opener.get();
      }
      T result = work.perform(connection);
      connection.commit();
      answer.complete(result);
    } catch (SQLException | RuntimeException | Error failure) {
      rollBack();
      answer.completeExceptionally(failure);
    }
  }

  private void rollBack() {
    try {
      connection.rollback();
    } catch (SQLException | RuntimeException lost) {
      LOG.log(System.Logger.Level.WARNING, "the connection to the store is lost", lost);
      closeConnection();
    }
  }

  private void closeConnection() {
    try {
      connection.close();
    } catch (SQLException | RuntimeException ignored) {
      // it is lost already
    }
  }

  /** What waits is still done, for some seconds. */
  @Override
  public void close() {
    try {
      thread.execute(this::closeConnection);
    } catch (RejectedExecutionException full) {
      LOG.log(System.Logger.Level.WARNING, "the store was closed in the middle of its work");
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        thread.shutdownNow();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
