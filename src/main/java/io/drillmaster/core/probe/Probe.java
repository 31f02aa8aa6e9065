package io.drillmaster.core.probe;

/**
 * Judges targets of one kind in one cluster. It reads and never writes, keeps within the deadline
 * of its context, and says what it saw; time, duration, status, metrics, history and alerts are
 * made of its answer elsewhere.
 *
 * @param <S> what the discovery read of each target
 */
public interface Probe<S> {
  /** Name in routes, configuration and metrics, kebab-case: {@code volsync}. */
  String name();

  /**
   * Asks its questions of one target.
   *
   * @return at least one check; none at all makes the result UNKNOWN
   * @throws CouldNotLookException when an answer could not be had; the result is then UNKNOWN with
   *     its finding. Any other exception is UNKNOWN as well, but is a defect of the probe.
   */
  Judgement judge(Subject<S> subject, ProbeContext context);
}
