package io.drillmaster.core.probe;

import java.util.List;

/**
 * What there is to judge in a cluster. An empty list is a finding of its own: absence is not
 * success.
 *
 * @param what plural, in words for people: {@code ReplicationSources}
 * @param subjects everything found that the configuration does not leave out
 */
public record Discovery<S>(String what, List<Subject<S>> subjects) {
  public Discovery {
    subjects = List.copyOf(subjects);
  }
}
