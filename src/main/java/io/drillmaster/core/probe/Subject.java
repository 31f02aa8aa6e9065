package io.drillmaster.core.probe;

import static java.util.Objects.requireNonNull;

/**
 * A target together with what the discovery already read of it, so that judging it costs no second
 * read.
 */
public record Subject<S>(Target target, S state) {
  public Subject {
    requireNonNull(target, "target");
    requireNonNull(state, "state");
  }
}
