package io.drillmaster.store;

import io.drillmaster.core.run.RunEvent;
import io.drillmaster.core.run.RunId;
import io.drillmaster.core.run.RunLog.Keyed;
import io.drillmaster.core.run.RunRequest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The SQL of runs, their events and idempotency keys. */
final class RunTables {
  /** However long they are kept, so many runs are enough. */
  static final int MAX_RUNS = 2_000;

  private final StoreJson json;

  RunTables(StoreJson json) {
    this.json = json;
  }

  void append(Connection connection, RunId id, int position, RunEvent event) throws SQLException {
    if (event instanceof RunEvent.RunStarted started) {
      begin(connection, id, started);
    }
    try (PreparedStatement merge =
        connection.prepareStatement(
            "merge into run_event (run_id, position, json) key (run_id, position)"
                + " values (?, ?, ?)")) {
      merge.setString(1, id.value());
      merge.setInt(2, position);
      merge.setString(3, json.write(event));
      merge.executeUpdate();
    }
    if (event instanceof RunEvent.RunEnded) {
      try (PreparedStatement close =
          connection.prepareStatement("update run set is_open = false where id = ?")) {
        close.setString(1, id.value());
        close.executeUpdate();
      }
    }
  }

  private static void begin(Connection connection, RunId id, RunEvent.RunStarted started)
      throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into run (id, cluster, kind, started_at, is_open) values (?, ?, ?, ?, true)"
                + " on conflict do nothing")) {
      insert.setString(1, id.value());
      insert.setString(2, started.request().cluster());
      insert.setString(3, started.request().kind());
      insert.setObject(4, sql(started.at()));
      insert.executeUpdate();
    }
  }

  List<RunEvent> events(Connection connection, RunId id) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select e.json, r.started_at from run_event e join run r on r.id = e.run_id"
                + " where e.run_id = ? order by e.position")) {
      select.setString(1, id.value());
      List<RunEvent> events = new ArrayList<>();
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          Instant startedAt = rows.getObject(2, OffsetDateTime.class).toInstant();
          events.add(json.event(rows.getString(1), startedAt));
        }
      }
      return events;
    }
  }

  List<RunId> open(Connection connection) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select id from run where is_open order by number")) {
      return ids(select);
    }
  }

  List<RunId> newest(
      Connection connection, Optional<String> cluster, Optional<String> kind, int limit)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id from run where (? or cluster in (?, ?)) and (? or kind = ?)"
                + " order by number desc limit ?")) {
      select.setBoolean(1, cluster.isEmpty());
      select.setString(2, cluster.orElse(""));
      select.setString(3, RunRequest.ALL_CLUSTERS);
      select.setBoolean(4, kind.isEmpty());
      select.setString(5, kind.orElse(""));
      select.setInt(6, Math.max(0, limit));
      return ids(select);
    }
  }

  private static List<RunId> ids(PreparedStatement select) throws SQLException {
    List<RunId> ids = new ArrayList<>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        ids.add(new RunId(rows.getString(1)));
      }
    }
    return ids;
  }

  Optional<Keyed> keyed(Connection connection, String key) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement("select fingerprint, run_id from run_key where name = ?")) {
      select.setString(1, key);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next()
            ? Optional.of(new Keyed(rows.getString(1), new RunId(rows.getString(2))))
            : Optional.empty();
      }
    }
  }

  void remember(Connection connection, String key, Keyed keyed, Instant now) throws SQLException {
    try (PreparedStatement merge =
        connection.prepareStatement(
            "merge into run_key (name, fingerprint, run_id, used_at) key (name)"
                + " values (?, ?, ?, ?)")) {
      merge.setString(1, key);
      merge.setString(2, keyed.fingerprint());
      merge.setString(3, keyed.id().value());
      merge.setObject(4, sql(now));
      merge.executeUpdate();
    }
  }

  /**
   * Forgets runs that ended, never one that is open.
   *
   * @return those that are forgotten
   */
  List<RunId> prune(Connection connection, Instant before) throws SQLException {
    List<RunId> old = prunable(connection, before);
    try (PreparedStatement delete = connection.prepareStatement("delete from run where id = ?")) {
      for (RunId id : old) {
        delete.setString(1, id.value());
        delete.executeUpdate();
      }
    }
    try (PreparedStatement delete =
        connection.prepareStatement("delete from run_key where used_at < ?")) {
      delete.setObject(1, sql(before));
      delete.executeUpdate();
    }
    return old;
  }

  private static List<RunId> prunable(Connection connection, Instant before) throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            "select id from run where not is_open and (started_at < ? or number <="
                + " (select max(number) from run) - ?)")) {
      select.setObject(1, sql(before));
      select.setInt(2, MAX_RUNS);
      return ids(select);
    }
  }

  static OffsetDateTime sql(Instant instant) {
    return instant.atOffset(ZoneOffset.UTC);
  }
}
