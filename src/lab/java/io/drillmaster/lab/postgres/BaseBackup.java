package io.drillmaster.lab.postgres;

import io.drillmaster.lab.postgres.BackupFacts.Origin;
import io.drillmaster.lab.postgres.BackupFacts.Point;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/**
 * A physical base backup of a running server, taken as barman-cloud-backup takes it: {@code
 * pg_backup_start}, a tar of the files, {@code pg_backup_stop}; {@code backup_label} is the last
 * entry of the tar.
 *
 * @param tar the packed tar
 * @param compression how it is packed
 */
public record BaseBackup(BackupFacts facts, Path tar, Compression compression) {
  private static final DateTimeFormatter LABEL_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  /** Name of the tar in the folder of the backup: {@code data.tar.gz}. */
  public String part() {
    return "data.tar" + compression.suffix();
  }

  /**
   * Takes one; 0.7 s for a new database.
   *
   * @param tar a file to write
   * @param asOf when it says that it began; empty is now
   * @param meanwhile what happens in the database while its files are copied
   */
  public static BaseBackup take(
      PostgresServer server,
      Compression compression,
      Path tar,
      Optional<Instant> asOf,
      Runnable meanwhile) {
    Instant now = Instant.now();
    Duration back = Duration.between(asOf.orElse(now), now);
    try (Connection session = server.connect()) {
      String begin = ask(session, "select pg_backup_start('Barman backup cloud', true)::text");
      Point start = point(session, begin, now.minus(back));
      String label;
      String end;
      try (OutputStream out =
              compression.packing(new BufferedOutputStream(Files.newOutputStream(tar)));
          DataTar files = new DataTar(out)) {
        files.addAll(server.data());
        meanwhile.run();
        try (Statement statement = session.createStatement();
            ResultSet stop =
                statement.executeQuery(
                    "select lsn::text, labelfile from pg_backup_stop(wait_for_archive => false)")) {
          stop.next();
          end = stop.getString(1);
          label = aged(stop.getString(2), now.minus(back));
        }
        files.addLabel(label);
      }
      Point stop = point(session, end, Instant.now().minus(back));
      Duration copying = Duration.between(start.time(), stop.time());
      return new BaseBackup(
          new BackupFacts(
              BackupFacts.idAt(start.time()), start, stop, origin(session), label, copying),
          tar,
          compression);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refused a backup: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String aged(String label, Instant start) {
    return label.replaceAll("(?m)^START TIME: .*$", "START TIME: " + LABEL_TIME.format(start));
  }

  /** A place at the end of a segment belongs to that segment, as barman has it. */
  private static Point point(Connection session, String lsn, Instant time) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet file =
            statement.executeQuery(
                "select file_name, file_offset from pg_walfile_name_offset('%s')".formatted(lsn))) {
      file.next();
      return new Point(time, lsn, file.getString(1), file.getInt(2));
    }
  }

  private static Origin origin(Connection session) throws SQLException {
    return new Origin(
        "/var/lib/postgresql/data/pgdata",
        ask(session, "select system_identifier::text from pg_control_system()"),
        Integer.parseInt(ask(session, "select timeline_id::text from pg_control_checkpoint()")),
        Integer.parseInt(ask(session, "show server_version_num")),
        Integer.parseInt(
            ask(session, "select setting from pg_settings where name = 'wal_segment_size'")));
  }

  private static String ask(Connection session, String query) throws SQLException {
    try (Statement statement = session.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      answer.next();
      return answer.getString(1);
    }
  }
}
