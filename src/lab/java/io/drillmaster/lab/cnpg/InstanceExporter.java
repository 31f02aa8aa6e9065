package io.drillmaster.lab.cnpg;

import io.drillmaster.lab.kube.PodPort;
import io.drillmaster.lab.postgres.BackupFacts;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/**
 * The metrics of an instance at port 9187 (CloudNativePG 1.30, {@code default-monitoring.yaml}; the
 * plugin's own at 0.14), asked of the real server.
 */
final class InstanceExporter implements PodPort {
  private static final String ARCHIVER =
      """
      select archived_count
        , failed_count
        , coalesce(extract(epoch from (now() - last_archived_time)), -1)
            as seconds_since_last_archival
        , coalesce(extract(epoch from (now() - last_failed_time)), -1)
            as seconds_since_last_failure
        , coalesce(extract(epoch from last_archived_time), -1) as last_archived_time
        , coalesce(extract(epoch from last_failed_time), -1) as last_failed_time
        , coalesce(cast(cast('x' || right(split_part(last_archived_wal, '.', 1), 16) as bit(64))
            as int8), -1) as last_archived_wal_start_lsn
        , coalesce(cast(cast('x' || right(split_part(last_failed_wal, '.', 1), 16) as bit(64))
            as int8), -1) as last_failed_wal_start_lsn
        , date_part('epoch', stats_reset) as stats_reset_time
      from pg_stat_archiver
      """;

  private final DatabaseSite site;
  private final LiveDatabase live;
  private final String instance;

  InstanceExporter(DatabaseSite site, LiveDatabase live, String instance) {
    this.site = site;
    this.live = live;
    this.instance = instance;
  }

  @Override
  public Reply get(String path) {
    if (!path.equals("/metrics")) {
      return Reply.notFound();
    }
    StringBuilder page = new StringBuilder();
    boolean primary = instance.equals(site.primary());
    gauge(page, "cnpg_collector_up{cluster=\"" + site.name() + "\"}", 1);
    gauge(page, "cnpg_collector_last_collection_error", 0);
    gauge(page, "cnpg_collector_replica_mode", 0);
    gauge(page, "cnpg_collector_fencing_on", 0);
    long ready = primary ? live.segments(".ready") : 0;
    long done = primary ? live.segments(".done") : 0;
    gauge(page, "cnpg_collector_pg_wal_archive_status{value=\"ready\"}", ready);
    gauge(page, "cnpg_collector_pg_wal_archive_status{value=\"done\"}", done);
    if (primary) {
      archiver(page);
      backups(page);
    }
    return Reply.text(page.toString());
  }

  /** The default query, emitted by the primary alone. */
  private void archiver(StringBuilder page) {
    try (Connection connection = live.server().connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(ARCHIVER)) {
      row.next();
      double quiet = live.quiet(row.getLong("archived_count")).toMillis() / 1000.0;
      for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
        String name = row.getMetaData().getColumnName(i);
        double value = row.getDouble(i);
        double aged =
            switch (name) {
              case "last_archived_time" -> value < 0 ? value : value - quiet;
              case "seconds_since_last_archival" -> value < 0 ? value : value + quiet;
              default -> value;
            };
        gauge(page, "cnpg_pg_stat_archiver_" + name, aged);
      }
    } catch (SQLException e) {
      gauge(page, "cnpg_collector_last_collection_error", 1);
    }
  }

  /** The plugin's, or the operator's own. */
  private void backups(StringBuilder page) {
    List<BackupFacts> backups = live.backups();
    String prefix =
        site.database().usesPlugin() ? "barman_cloud_cloudnative_pg_io" : "cnpg_collector";
    gauge(page, prefix + "_first_recoverability_point", backups.isEmpty() ? 0 : end(backups, 0));
    gauge(
        page,
        prefix + "_last_available_backup_timestamp",
        backups.isEmpty() ? 0 : end(backups, backups.size() - 1));
    gauge(page, prefix + "_last_failed_backup_timestamp", 0);
  }

  private static double end(List<BackupFacts> backups, int index) {
    return backups.get(index).stop().time().getEpochSecond();
  }

  /** As Go's client library prints it, but for HELP. */
  private static void gauge(StringBuilder page, String sample, double value) {
    page.append("# TYPE ").append(sample.replaceAll("\\{.*", "")).append(" gauge\n");
    page.append(sample).append(' ');
    if (value == Math.rint(value) && Math.abs(value) < 1e15) {
      page.append((long) value);
    } else {
      page.append(value);
    }
    page.append('\n');
  }
}
