package io.drillmaster.core.probe;

import java.util.List;

/** Lets a run look anew with a probe that is otherwise driven by its schedule. */
public interface ProbeRounds {
  /**
   * Executes the probe on every target of the cluster and waits for the answers, until the deadline
   * at most. No data is used that was read before {@code notBefore}. The results are published like
   * those of any other round.
   *
   * @return a result for every target, and for the discovery; never empty. What did not answer
   *     within the deadline is UNKNOWN.
   * @throws IllegalArgumentException when this daemon has no such probe in this cluster
   */
  List<ProbeResult> probe(
      String cluster, String probe, java.time.Instant notBefore, Deadline deadline);
}
