package io.drillmaster.lab.postgres;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is known of a base backup: the content of its {@code backup.info}.
 *
 * @param id {@code 20261123T020000}
 * @param start where it begins
 * @param stop where it ends; the server is consistent from there on
 * @param server that it was taken of
 * @param label text of {@code backup_label}
 */
public record BackupFacts(
    String id, Point start, Point stop, Origin server, String label, Duration copying) {
  private static final DateTimeFormatter ID =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss").withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter PYTHON =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSSSSS'+00:00'").withZone(ZoneOffset.UTC);

  /**
   * A place in the WAL.
   *
   * @param lsn {@code 0/A000028}
   * @param wal name of its segment
   * @param offset in it
   */
  public record Point(Instant time, String lsn, String wal, int offset) {}

  /**
   * The server that was backed up.
   *
   * @param data its folder, as the backup names it
   * @param version {@code server_version_num}: 160013
   * @param segmentSize in bytes
   */
  public record Origin(String data, String systemId, int timeline, int version, int segmentSize) {}

  static String idAt(Instant time) {
    return ID.format(time);
  }

  /**
   * {@code backup.info} as barman-cloud 3.17 writes it for CloudNativePG: {@code key=value} in the
   * order of the keys, values as Python's literals.
   *
   * @param name of the backup: {@code backup-20261123020000}
   */
  public String info(String name) {
    Map<String, String> info = new TreeMap<>();
    for (String empty :
        new String[] {
          "children_backup_ids",
          "cluster_size",
          "compression",
          "data_checksums",
          "deduplicated_size",
          "encryption",
          "error",
          "included_files",
          "mode",
          "parent_backup_id",
          "size",
          "snapshots_info",
          "summarize_wal",
          "tablespaces"
        }) {
      info.put(empty, "None");
    }
    info.put("backup_label", quoted(label));
    info.put("backup_name", name);
    point(info, "begin", start);
    point(info, "end", stop);
    info.put("config_file", server.data() + "/postgresql.conf");
    info.put("hba_file", server.data() + "/pg_hba.conf");
    info.put("ident_file", server.data() + "/pg_ident.conf");
    info.put(
        "copy_stats",
        "{'total_time': %1$s, 'number_of_workers': 2, 'analysis_time': 0, 'copy_time': %1$s}"
            .formatted(copying.toMillis() / 1000.0));
    info.put("pgdata", server.data());
    info.put("server_name", "cloud");
    info.put("status", "DONE");
    info.put("systemid", server.systemId());
    info.put("timeline", Integer.toString(server.timeline()));
    info.put("version", Integer.toString(server.version()));
    info.put("xlog_segment_size", Integer.toString(server.segmentSize()));
    StringBuilder text = new StringBuilder();
    info.forEach((key, value) -> text.append(key).append('=').append(value).append('\n'));
    return text.toString();
  }

  private static void point(Map<String, String> info, String which, Point point) {
    info.put(which + "_time", PYTHON.format(point.time()));
    info.put(which + "_xlog", point.lsn());
    info.put(which + "_wal", point.wal());
    info.put(which + "_offset", Integer.toString(point.offset()));
  }

  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'").replace("\n", "\\n") + "'";
  }
}
