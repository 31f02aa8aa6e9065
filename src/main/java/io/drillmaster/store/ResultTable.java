package io.drillmaster.store;

import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The SQL of results. */
final class ResultTable {
  private static final System.Logger LOG = System.getLogger(ResultTable.class.getName());

  /** Of each target; as many as its strip shows. */
  static final int MAX_PER_TARGET = StatusBoard.RECENT;

  private final StoreJson json;

  ResultTable(StoreJson json) {
    this.json = json;
  }

  private record Key(String probe, Target target) {}

  void insert(Connection connection, Standing standing) throws SQLException {
    ProbeResult latest = standing.latest();
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into result (probe, cluster, kind, namespace, name, status, started_at,"
                + " since, json) values (?, ?, ?, ?, ?, ?, ?, ?, ?)")) {
      setTarget(insert, latest.probe(), latest.target());
      insert.setString(6, latest.status().name());
      insert.setObject(7, RunTables.sql(latest.startedAt()));
      insert.setObject(8, RunTables.sql(standing.since()));
      insert.setString(9, json.write(withoutTranscript(latest)));
      insert.executeUpdate();
    }
  }

  /** The transcript is for whoever looks now, and too much to keep of every result. */
  private static ProbeResult withoutTranscript(ProbeResult result) {
    return new ProbeResult(
        result.probe(),
        result.target(),
        result.checks(),
        result.measurements(),
        result.startedAt(),
        result.duration(),
        List.of());
  }

  void delete(Connection connection, String probe, Target target) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from result where probe = ? and cluster = ? and kind = ? and namespace = ?"
                + " and name = ?")) {
      setTarget(delete, probe, target);
      delete.executeUpdate();
    }
  }

  private static void setTarget(PreparedStatement statement, String probe, Target target)
      throws SQLException {
    statement.setString(1, probe);
    statement.setString(2, target.cluster());
    statement.setString(3, target.kind());
    statement.setString(4, target.namespace());
    statement.setString(5, target.name());
  }

  /** Where each target stood last, with its recent statuses. */
  List<Standing> standings(Connection connection) throws SQLException {
    Map<Key, List<Status>> recent = new LinkedHashMap<>();
    Map<Key, Standing> latest = new LinkedHashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                "select status, since, json, probe, cluster, kind, namespace, name from result"
                    + " order by number");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        read(rows, recent, latest);
      }
    }
    List<Standing> standings = new ArrayList<>();
    latest.forEach(
        (key, standing) ->
            standings.add(
                new Standing(standing.latest(), standing.since(), last(recent.get(key)))));
    return standings;
  }

  private void read(ResultSet rows, Map<Key, List<Status>> recent, Map<Key, Standing> latest)
      throws SQLException {
    try {
      Target target =
          new Target(rows.getString(5), rows.getString(6), rows.getString(7), rows.getString(8));
      Key key = new Key(rows.getString(4), target);
      Status status = Status.valueOf(rows.getString(1));
      Instant since = rows.getObject(2, OffsetDateTime.class).toInstant();
      latest.put(key, new Standing(json.result(rows.getString(3)), since, List.of()));
      recent.computeIfAbsent(key, fresh -> new ArrayList<>()).add(status);
    } catch (StoreException | IllegalArgumentException unreadable) {
      LOG.log(System.Logger.Level.WARNING, "a result is passed over", unreadable);
    }
  }

  private static List<Status> last(List<Status> statuses) {
    return statuses.subList(Math.max(0, statuses.size() - MAX_PER_TARGET), statuses.size());
  }

  /**
   * @return how many are forgotten
   */
  int prune(Connection connection, Instant before) throws SQLException {
    int gone;
    try (PreparedStatement delete =
        connection.prepareStatement("delete from result where started_at < ?")) {
      delete.setObject(1, RunTables.sql(before));
      gone = delete.executeUpdate();
    }
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from result where number in (select number from (select number,"
                + " row_number() over (partition by probe, cluster, kind, namespace, name"
                + " order by number desc) as age from result) where age > ?)")) {
      delete.setInt(1, MAX_PER_TARGET);
      return gone + delete.executeUpdate();
    }
  }
}
