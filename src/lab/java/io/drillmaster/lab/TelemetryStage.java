package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.telemetry.Hub;

/**
 * Where telemetry goes wrong: on its way from one cluster to the hub.
 *
 * @param cluster the one whose daemon asks the stores
 * @param sender the one whose telemetry is hit
 */
record TelemetryStage(Hub hub, String cluster, String sender) {
  Target metrics() {
    return new Target(cluster, "telemetry-metrics", "", sender);
  }

  Target logs() {
    return new Target(cluster, "telemetry-logs", "", sender);
  }

  void reset() {
    hub.reset(sender);
  }
}
