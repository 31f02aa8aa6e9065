package io.drillmaster.core.run;

import java.util.List;
import java.util.Optional;

/** Keeps the events of runs. An event that was appended survives the death of the process. */
public interface RunLog {
  /**
   * Writes one event of a run; returns when it is safe. The same position may be written again,
   * where an earlier attempt failed and it is not known how far it came.
   *
   * @param position within the run, counted from 0; positions come in their order
   * @throws RuntimeException where it is not safe
   */
  void append(RunId id, int position, RunEvent event);

  /** All events of the run, in their order; empty where there is no such run. */
  List<RunEvent> events(RunId id);

  /** Runs that were started and never ended, oldest first. */
  List<RunId> open();

  /**
   * Newest first.
   *
   * @param cluster only runs in this cluster, and those in all clusters
   */
  List<RunId> newest(Optional<String> cluster, Optional<String> kind, int limit);

  /** Which request and run an idempotency key led to. */
  Optional<Keyed> keyed(String key);

  /**
   * Remembers which request and run an idempotency key led to, in place of what it led to before.
   */
  void remember(String key, Keyed keyed);

  /**
   * @param fingerprint of the request, so that the same key with another request is noticed
   */
  record Keyed(String fingerprint, RunId id) {}
}
