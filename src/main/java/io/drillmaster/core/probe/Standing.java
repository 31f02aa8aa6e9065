package io.drillmaster.core.probe;

import java.time.Instant;
import java.util.List;

/**
 * Where a target stands: its latest result, since when its status has been what it is, and the
 * statuses before.
 *
 * @param recent statuses of the latest executions, oldest first, the latest last; at most {@link
 *     StatusBoard#RECENT}
 */
public record Standing(ProbeResult latest, Instant since, List<Status> recent) {
  public Standing {
    recent = List.copyOf(recent);
  }
}
