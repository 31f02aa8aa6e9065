package io.drillmaster.telemetry;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The counters of vmagent's remote write (names as of 1.150). It has none for the last success, and
 * one that is dead leaves its last values standing; so they only add to what the age of the newest
 * sample says.
 */
final class Vmagent {
  private static final String RUNBOOK = "docs/runbooks/TelemetryMetrics.md";
  private static final List<String> DROPPED =
      List.of(
          "vmagent_remotewrite_packets_dropped_total",
          "vmagent_remotewrite_samples_dropped_total",
          "vm_persistentqueue_blocks_dropped_total");
  private static final String REQUESTS = "vmagent_remotewrite_requests_total";
  private static final String PENDING = "vmagent_remotewrite_pending_data_bytes";

  /** Below this, what waits is what is being sent. */
  private static final long SMALL_QUEUE = 4096;

  private final MetricsStore store;
  private final Limits limits;

  Vmagent(MetricsStore store, Limits limits) {
    this.store = store;
    this.limits = limits;
  }

  /**
   * @param fresh whether samples arrive; else that vmagent is unseen is no news
   */
  List<Check> judge(String sender, boolean fresh, Instant now, Deadline deadline) {
    Shipper shipper = new Shipper(store, "vmagent", RUNBOOK);
    String requests =
        "sum(increase(%s{%s}%s)) by (status_code)"
            .formatted(REQUESTS, store.of(sender), MetricsStore.range(limits.window()));
    MetricsStore.Answer answers = store.query(requests, now, deadline);
    if (answers.series().isEmpty()) {
      return fresh ? List.of(shipper.unseen(sender, limits, store.command(requests))) : List.of();
    }
    Map<String, Double> growth = shipper.growth(DROPPED, sender, limits, now, deadline);
    List<Check> checks = new ArrayList<>();
    checks.add(
        shipper.none(
            "dropped",
            growth,
            DROPPED,
            Finding.critical(
                    "samples-dropped",
                    "vmagent of cluster %s throws samples away.".formatted(sender))
                .next(store.command(shipper.growthQuery(DROPPED, sender, limits)))
                .runbook(RUNBOOK)));
    checks.add(refused(answers, sender, requests));
    checks.add(pending(sender, now, deadline));
    return checks;
  }

  private Check refused(MetricsStore.Answer answers, String sender, String query) {
    TreeSet<String> statuses = new TreeSet<>();
    for (MetricsStore.Series series : answers.series()) {
      String status = series.labels().getOrDefault("status_code", "");
      if (series.value() > 0 && !status.startsWith("2")) {
        statuses.add(status.matches("[0-9A-Z]{1,5}") ? status : "another status");
      }
    }
    if (statuses.isEmpty()) {
      return Check.passed("writes", "accepted by the hub", "accepted by the hub");
    }
    return Check.failed(
        "writes",
        Finding.warning(
                "writes-refused",
                "The hub refuses some of what vmagent of cluster %s writes.".formatted(sender))
            .expected("accepted by the hub")
            .observed("refused with " + String.join(", ", statuses))
            .next(store.command(query))
            .runbook(RUNBOOK));
  }

  /** The least that waited, in this window and in the one before: a queue that drains touches 0. */
  private Check pending(String sender, Instant now, Deadline deadline) {
    Duration half = limits.window().dividedBy(2);
    String query =
        "sum(min_over_time(%s{%s}%s))"
            .formatted(PENDING, store.of(sender), MetricsStore.range(half));
    double after = sum(store.query(query, now, deadline));
    double before = sum(store.query(query, now.minus(half), deadline));
    String expected = "a queue that does not grow";
    String observed = Math.round(after) + " bytes wait";
    if (after <= SMALL_QUEUE || after <= before) {
      return Check.passed("queue", expected, observed);
    }
    return Check.failed(
        "queue",
        Finding.warning(
                "writes-pending",
                "What vmagent of cluster %s has not yet written grows: the hub takes less than there is."
                    .formatted(sender))
            .expected(expected)
            .observed(observed + ", before " + Math.round(before))
            .next(store.command(query))
            .runbook(RUNBOOK));
  }

  private static double sum(MetricsStore.Answer answer) {
    return answer.series().stream().mapToDouble(MetricsStore.Series::value).sum();
  }
}
