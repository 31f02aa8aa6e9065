package io.drillmaster.core.run;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** What the API and the schedules may do with runs. */
public interface Runs {
  /** Kinds that can be started. */
  List<PlanFactory> kinds();

  /**
   * Starts a run and returns at once.
   *
   * @param idempotencyKey a caller's key; the same key for the same request gives the same run
   *     again
   * @throws InvalidRunException when the request cannot be planned
   * @throws RunRefusedException when it cannot start now
   */
  Run start(RunRequest request, Optional<String> idempotencyKey)
      throws InvalidRunException, RunRefusedException;

  Optional<Run> find(RunId id);

  /**
   * @param cluster only runs in this cluster, if given
   * @param kind only runs of this kind, if given
   * @param limit at most so many, newest first, and never more than 500
   */
  List<Run> history(Optional<String> cluster, Optional<String> kind, int limit);

  /**
   * Cancels a run; it goes on to clean up. Does nothing to one that is over.
   *
   * @return false where there is no such run
   */
  boolean cancel(RunId id, String by);

  /**
   * Hands every event of the run from the given position on to the listener, those that there are
   * and those that come, in order and each once, up to {@code RunEnded}, on threads of the engine;
   * a listener must not block.
   *
   * @param from position of the first event wanted, counted from 0
   * @return closes the subscription
   * @throws java.util.NoSuchElementException where there is no such run
   * @throws java.util.concurrent.RejectedExecutionException where too many follow already
   */
  AutoCloseable follow(RunId id, int from, Consumer<Numbered> listener);

  /**
   * @param position within its run, counted from 0; the id of a server-sent event
   */
  record Numbered(int position, RunEvent event) {}
}
