package io.drillmaster.lab.kube;

import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The one thread on which a server lives; calls from other threads wait for it. */
final class Loop {
  private static final long LONGEST_CALL_SECONDS = 30;

  private final Vertx vertx;
  private final Context context;
  private volatile Thread thread;

  Loop() {
    vertx =
        Vertx.vertx(
            new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(1)
                .setFileSystemOptions(
                    new FileSystemOptions()
                        .setClassPathResolvingEnabled(false)
                        .setFileCachingEnabled(false)));
    context = vertx.getOrCreateContext();
  }

  Vertx vertx() {
    return vertx;
  }

  /** Runs later, after what runs now. */
  void later(Runnable task) {
    context.runOnContext(v -> task.run());
  }

  /**
   * Runs on the thread of the server and waits for the result.
   *
   * @throws RuntimeException what the task threw
   */
  <T> T call(Supplier<T> task) {
    if (Thread.currentThread() == thread) {
      return task.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    context.runOnContext(
        v -> {
          thread = Thread.currentThread();
          try {
            result.complete(task.get());
          } catch (RuntimeException | Error e) {
            result.completeExceptionally(e);
          }
        });
    return await(result);
  }

  void run(Runnable task) {
    call(
        () -> {
          task.run();
          return "done";
        });
  }

  /** Closes all sockets and ends the thread. */
  void close() {
    await(vertx.close().toCompletionStage().toCompletableFuture());
  }

  static <T> T await(CompletableFuture<T> result) {
    try {
      return result.get(LONGEST_CALL_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw new IllegalStateException(e.getCause());
    } catch (TimeoutException e) {
      throw new IllegalStateException("the lab's API server did not answer in time", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for the lab", e);
    }
  }
}
