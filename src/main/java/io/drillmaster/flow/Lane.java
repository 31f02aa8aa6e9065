package io.drillmaster.flow;

import java.time.Duration;
import java.util.List;

/**
 * One probe in one cluster.
 *
 * @param what plural, in words for people
 * @param fresh how old data may be that a scheduled round uses: the longest interval of the probe
 * @param excludedNamespaces namespaces that are left out
 */
record Lane(
    String cluster,
    String probe,
    Duration every,
    Duration deadline,
    Duration fresh,
    List<String> excludedNamespaces) {
  /** Name of the schedule, of the route and of its entry: {@code volsync-infra}. */
  String id() {
    return probe + "-" + cluster;
  }

  String entry() {
    return "direct:probe-" + id();
  }
}
