package io.drillmaster.cnpg;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.kube.PodPage;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What the metrics page of an instance says of its archiver (CNPG 1.30, port 9187, Prometheus text
 * format). {@code cnpg_pg_stat_archiver_*} come from the default queries, which can be switched
 * off.
 *
 * @param waiting how many segments wait to be archived; empty where the page does not say
 * @param lastArchived number of the last archived segment: the log part of its name times 2^32, and
 *     the segment part; empty where this instance has archived none
 * @param lastArchivedAt when
 * @param tellsArchiver whether the page says what was archived last
 */
record Exporter(
    Optional<Long> waiting,
    Optional<Long> lastArchived,
    Optional<Instant> lastArchivedAt,
    Optional<Instant> lastFailedAt,
    boolean tellsArchiver) {
  private static final int PORT = 9187;
  private static final int LONGEST_PAGE = 4 << 20;
  private static final String WAITING = "cnpg_collector_pg_wal_archive_status{value=\"ready\"}";
  private static final String ARCHIVER = "cnpg_pg_stat_archiver_";

  /**
   * Asks the instance that takes writes.
   *
   * @param primary name of its pod
   * @throws CouldNotLookException where the page cannot be had
   */
  static Exporter of(Case asked, String primary) {
    PodPage page =
        new PodPage(
            asked.database().namespace(),
            primary,
            asked.database().hasMetricsTls(),
            PORT,
            "/metrics");
    return parse(asked.cluster().podPage(page, LONGEST_PAGE, asked.share()));
  }

  /**
   * @param text a page of metrics; lines that are none are skipped
   */
  static Exporter parse(String text) {
    Map<String, Double> values = new HashMap<>();
    text.lines()
        .filter(line -> line.startsWith(ARCHIVER) || line.startsWith(WAITING))
        .forEach(line -> take(line, values));
    Optional<Double> last = value(values, "last_archived_wal_start_lsn");
    return new Exporter(
        Optional.ofNullable(values.get(WAITING)).map(Double::longValue),
        last.filter(number -> number >= 0).map(Double::longValue),
        value(values, "last_archived_time").flatMap(Exporter::time),
        value(values, "last_failed_time").flatMap(Exporter::time),
        last.isPresent());
  }

  private static void take(String line, Map<String, Double> values) {
    int end = line.indexOf('}') >= 0 ? line.indexOf('}') + 1 : line.indexOf(' ');
    if (end <= 0) {
      return;
    }
    String name =
        line.startsWith(WAITING) ? WAITING : line.substring(0, end).replaceAll("\\{.*", "");
    try {
      double value = Double.parseDouble(line.substring(end).strip().split("\\s+")[0]);
      if (Double.isFinite(value)) {
        values.put(name, value);
      }
    } catch (NumberFormatException e) {
      return; // a line that is no metric says nothing
    }
  }

  private static Optional<Double> value(Map<String, Double> values, String name) {
    return Optional.ofNullable(values.get(ARCHIVER + name));
  }

  /** The exporter writes -1 for never. */
  private static Optional<Instant> time(double seconds) {
    return seconds <= 0
        ? Optional.empty()
        : Optional.of(Instant.ofEpochMilli((long) (seconds * 1000)));
  }
}
