package io.drillmaster.core.run;

import java.util.List;
import java.util.Optional;

/** Keeps the events of runs. An event that was appended survives the death of the process. */
public interface RunLog {
  /** Appends events of one run, in this order; returns when they are safe. */
  void append(RunId id, RunEvent event);

  /** All events of the run, in their order; empty where there is no such run. */
  List<RunEvent> events(RunId id);

  /** Runs that were started and never ended, oldest first. */
  List<RunId> open();

  /** Newest first. */
  List<RunId> newest(Optional<String> cluster, Optional<String> kind, int limit);

  /**
   * Remembers which run an idempotency key led to.
   *
   * @param fingerprint of the request, so that the same key with another request is noticed
   * @return the earlier entry where the key is known, else empty, and then it is remembered
   */
  Optional<Keyed> remember(String key, String fingerprint, RunId id);

  record Keyed(String fingerprint, RunId id) {}
}
