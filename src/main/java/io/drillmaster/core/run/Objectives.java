package io.drillmaster.core.run;

import java.time.Duration;
import java.util.Optional;

/**
 * What a drill is measured against.
 *
 * @param rto how long a recovery may take, from the start of one named phase to the end of another
 * @param rpo how old the recovered data may be
 */
public record Objectives(Optional<Duration> rto, Optional<Duration> rpo) {
  public static final Objectives NONE = new Objectives(Optional.empty(), Optional.empty());
}
