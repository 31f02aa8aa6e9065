package io.drillmaster.flow;

import java.time.Duration;
import java.util.List;

/**
 * One probe in one cluster.
 *
 * @param excludedNamespaces namespaces that are left out
 */
record Lane(
    String cluster,
    String probe,
    Duration every,
    Duration deadline,
    List<String> excludedNamespaces) {
  /** Name of the schedule, of the route and of its entry: {@code volsync-infra}. */
  String id() {
    return probe + "-" + cluster;
  }

  String entry() {
    return "direct:probe-" + id();
  }
}
