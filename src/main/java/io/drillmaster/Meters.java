package io.drillmaster;

import io.drillmaster.core.Version;
import io.drillmaster.core.probe.ResultListener;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunListener;
import io.drillmaster.metrics.DrillMetrics;
import io.drillmaster.metrics.ProbeMetrics;
import io.drillmaster.metrics.ProcessMetrics;
import io.drillmaster.telemetry.Nonces;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.DoubleSupplier;

/** Everything on the page {@code /metrics}. */
final class Meters {
  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

  /** The registry that Camel serves, by the name {@code metricsRegistry}. */
  PrometheusMeterRegistry registry() {
    return registry;
  }

  /**
   * @param before what an earlier process left
   */
  ResultListener probes(List<Standing> before) {
    ProbeMetrics metrics = new ProbeMetrics(registry);
    before.forEach(metrics::show);
    return metrics;
  }

  /**
   * @param before runs of earlier processes, newest first
   */
  RunListener drills(List<Run> before) {
    DrillMetrics metrics = new DrillMetrics(registry);
    List<Run> oldestFirst = new ArrayList<>(before);
    Collections.reverse(oldestFirst);
    oldestFirst.forEach(metrics::show);
    return metrics;
  }

  /** The nonces that this daemon sends. */
  void nonces(Nonces nonces) {
    ProcessMetrics metrics = new ProcessMetrics(registry);
    metrics.gauge(
        Nonces.ISSUED,
        "The nonce that must arrive wherever this page is sent to: the beginning of its span, in Unix seconds.",
        nonces::issued);
    metrics.gauge(
        Nonces.FIRST, "The first nonce since this daemon started, in Unix seconds.", nonces::first);
  }

  void daemon(DoubleSupplier listRequests, DoubleSupplier dropped, DoubleSupplier abandoned) {
    ProcessMetrics metrics = new ProcessMetrics(registry);
    metrics.build(Version.current(), System.getProperty("java.version"));
    metrics.counter(
        "s3_list_requests_total",
        "LIST requests made to object stores, which charge for them.",
        listRequests);
    metrics.counter(
        "store_dropped_results_total", "Results that the store could not keep.", dropped);
    metrics.gauge(
        "probe_abandoned_threads",
        "Threads of probes that went on beyond their deadline and have not come back.",
        abandoned);
  }
}
