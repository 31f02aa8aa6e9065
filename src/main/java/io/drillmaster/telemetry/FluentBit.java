package io.drillmaster.telemetry;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The counters of fluent-bit's inputs and outputs (names of its /api/v2/metrics, 3.x and 4.x). */
final class FluentBit {
  private static final String RUNBOOK = "docs/runbooks/TelemetryLogs.md";
  private static final String TAKEN = "fluentbit_input_records_total";
  private static final String SHIPPED = "fluentbit_output_proc_records_total";
  private static final List<String> DROPPED =
      List.of("fluentbit_output_dropped_records_total", "fluentbit_output_retries_failed_total");
  private static final List<String> TRIED =
      List.of("fluentbit_output_errors_total", "fluentbit_output_retries_total");
  private static final List<String> ALL =
      Stream.of(List.of(TAKEN, SHIPPED), DROPPED, TRIED).flatMap(List::stream).toList();

  private final MetricsStore store;
  private final Limits limits;

  FluentBit(MetricsStore store, Limits limits) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * @param fresh whether lines arrive; else that fluent-bit is unseen is no news
   */
  List<Check> judge(String sender, boolean fresh, Instant now, Deadline deadline) {
    Shipper shipper = new Shipper(store, "fluent-bit", RUNBOOK);
    Map<String, Double> growth = shipper.growth(ALL, sender, limits, now, deadline);
    String next = store.command(shipper.growthQuery(ALL, sender, limits));
    if (growth.isEmpty()) {
      return fresh ? List.of(shipper.unseen(sender, limits, next)) : List.of();
    }
    List<Check> checks = new ArrayList<>();
    checks.add(shipped(growth, sender, next));
    checks.add(
        shipper.none(
            "dropped",
            growth,
            DROPPED,
            Finding.critical(
                    "lines-dropped",
                    "fluent-bit of cluster %s throws lines away.".formatted(sender))
                .next(next)
                .runbook(RUNBOOK)));
    checks.add(
        shipper.none(
            "retries",
            growth,
            TRIED,
            Finding.warning(
                    "shipping-errors",
                    "fluent-bit of cluster %s fails to ship lines and tries again."
                        .formatted(sender))
                .next(next)
                .runbook(RUNBOOK)));
    return checks;
  }

  private Check shipped(Map<String, Double> growth, String sender, String next) {
    long taken = Math.round(growth.getOrDefault(TAKEN, 0.0));
    long shipped = Math.round(growth.getOrDefault(SHIPPED, 0.0));
    String expected = "what is taken is shipped";
    String observed = taken + " taken, " + shipped + " shipped";
    if (taken == 0 || shipped > 0) {
      return Check.passed("shipped", expected, observed);
    }
    return Check.failed(
        "shipped",
        Finding.critical(
                "lines-not-shipped",
                "fluent-bit of cluster %s takes lines and ships none.".formatted(sender))
            .expected(expected)
            .observed(observed)
            .next(next)
            .runbook(RUNBOOK));
  }
}
