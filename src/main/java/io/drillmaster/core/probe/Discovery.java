package io.drillmaster.core.probe;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * What there is to judge in a cluster, and who judges it. An empty list is a finding of its own:
 * absence is not success.
 *
 * @param probe that judges the subjects
 * @param what plural, in words for people: {@code ReplicationSources}
 * @param subjects everything found; what the configuration leaves out is left out later
 */
public record Discovery<S>(Probe<S> probe, String what, List<Subject<S>> subjects) {
  public Discovery {
    requireNonNull(probe, "probe");
    subjects = List.copyOf(subjects);
  }
}
