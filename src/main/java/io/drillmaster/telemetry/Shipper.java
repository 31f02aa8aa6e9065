package io.drillmaster.telemetry;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a shipper counts of itself, read from the metrics store: it runs and says it is up while it
 * throws data away.
 *
 * @param name {@code vmagent}, {@code fluent-bit}
 * @param runbook that explains the codes
 */
record Shipper(MetricsStore store, String name, String runbook) {
  /** How much each counter grew within the window, by its name. */
  Map<String, Double> growth(
      List<String> counters, String sender, Limits limits, Instant now, Deadline deadline) {
    Map<String, Double> growth = new HashMap<>();
    MetricsStore.Answer answer = store.query(growthQuery(counters, sender, limits), now, deadline);
    for (MetricsStore.Series series : answer.series()) {
      Optional.ofNullable(series.labels().get("__name__"))
          .filter(counters::contains)
          .ifPresent(counter -> growth.put(counter, series.value()));
    }
    return growth;
  }

  String growthQuery(List<String> counters, String sender, Limits limits) {
    return "sum(increase({__name__=~\"%s\",%s}%s) keep_metric_names) by (__name__)"
        .formatted(
            String.join("|", counters), store.of(sender), MetricsStore.range(limits.window()));
  }

  /** Fails where the counters grew together. */
  Check none(String check, Map<String, Double> growth, List<String> counters, Finding finding) {
    double sum = counters.stream().mapToDouble(c -> growth.getOrDefault(c, 0.0)).sum();
    String expected = "none";
    return sum > 0
        ? Check.failed(check, finding.expected(expected).observed(Math.round(sum) + " counted"))
        : Check.passed(check, expected, expected);
  }

  /** The counters are not in the store, though data arrives. */
  Check unseen(String sender, Limits limits, String next) {
    return Check.failed(
        name,
        Finding.unknown(
                "shipper-unseen",
                "The counters of %s in cluster %s are not in the metrics store, so nothing tells what it throws away."
                    .formatted(name, sender))
            .expected("counters within " + TimeWords.duration(limits.window()))
            .observed("none")
            .next(next)
            .runbook(runbook));
  }
}
