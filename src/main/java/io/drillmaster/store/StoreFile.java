package io.drillmaster.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.h2.api.ErrorCode;
import org.h2.jdbcx.JdbcDataSource;

/**
 * The database file: opened, brought to the current schema, and read through once. One that is
 * damaged is moved aside and a new one begun, because a watcher without its memory is worth more
 * than none.
 */
final class StoreFile {
  private static final System.Logger LOG = System.getLogger(StoreFile.class.getName());
  private static final String NAME = "drillmaster";
  private static final String SUFFIX = ".mv.db";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

  /** What H2 says when it is the file and not the disk or its permissions. */
  private static final Set<Integer> DAMAGED =
      Set.of(
          ErrorCode.FILE_CORRUPTED_1,
          ErrorCode.FILE_VERSION_ERROR_1,
          ErrorCode.GENERAL_ERROR_1,
          ErrorCode.SERIALIZATION_FAILED_1,
          ErrorCode.DESERIALIZATION_FAILED_1);

  private final Path directory;
  private final Clock clock;
  private final JdbcDataSource source = new JdbcDataSource();
  private Optional<Path> movedAside = Optional.empty();

  StoreFile(Path directory, Clock clock) {
    this.directory = directory.toAbsolutePath().normalize();
    this.clock = clock;
    if (this.directory.toString().contains(";")) {
      throw new StoreException("the path of store.directory must not contain a semicolon");
    }
    // WRITE_DELAY=0: without it, a kill -9 loses about the last thousand commits.
    source.setURL(
        "jdbc:h2:file:"
            + this.directory.resolve(NAME)
            + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH"
            + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE");
    source.setUser("sa");
    source.setPassword("");
  }

  /** Where the damaged file was moved, if one was found. */
  Optional<Path> movedAside() {
    return movedAside;
  }

  /**
   * @throws StoreException where the file cannot be opened although it is not damaged
   */
  Connection open() {
    try {
      return sound();
    } catch (SQLException | FlywayException e) {
      if (!isDamaged(e)) {
        throw cannotOpen(e);
      }
      LOG.log(System.Logger.Level.ERROR, "the store is damaged", e);
      moveAside();
    }
    try {
      return sound();
    } catch (SQLException | FlywayException e) {
      throw cannotOpen(e);
    }
  }

  private Connection sound() throws SQLException {
    boolean existed = Files.exists(file());
    Connection connection = source.getConnection();
    try {
      if (existed && !hasTables(connection)) {
        throw new SQLException("begun anew by H2", "", ErrorCode.FILE_CORRUPTED_1);
      }
      Flyway.configure().dataSource(source).locations("classpath:db/migration").load().migrate();
      readThrough(connection);
      connection.setAutoCommit(false);
      return connection;
    } catch (SQLException | RuntimeException e) {
      shutDown(connection);
      throw e;
    }
  }

  /** H2 takes a file in which it finds nothing that is whole for an empty one. */
  private static boolean hasTables(Connection connection) throws SQLException {
    try (ResultSet tables = connection.getMetaData().getTables(null, null, "run", null)) {
      return tables.next();
    }
  }

  /** Damage in the middle of the file shows only when it is read. */
  private static void readThrough(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      for (String table : new String[] {"run_event", "result"}) {
        statement.executeQuery("select sum(octet_length(json)) from " + table).close();
      }
      statement.executeQuery("select max(is_open), max(kind) from run").close();
      statement.executeQuery("select max(fingerprint) from run_key").close();
    }
  }

  private static void shutDown(Connection connection) {
    try (Connection closing = connection;
        Statement statement = closing.createStatement()) {
      statement.execute("shutdown immediately");
    } catch (SQLException | RuntimeException ignored) {
      // it is broken already
    }
  }

  private static boolean isDamaged(Throwable failure) {
    for (Throwable t = failure; t != null; t = t.getCause()) {
      if (t instanceof SQLException sql && DAMAGED.contains(sql.getErrorCode())) {
        return true;
      }
    }
    return false;
  }

  private StoreException cannotOpen(Exception failure) {
    return new StoreException(
        "the store in %s cannot be opened; look at its permissions and at the space on its disk"
            .formatted(directory),
        failure);
  }

  private Path file() {
    return directory.resolve(NAME + SUFFIX);
  }

  private void moveAside() {
    String name = NAME + SUFFIX + ".damaged-" + STAMP.format(clock.instant());
    Path aside = directory.resolve(name);
    for (int other = 2; Files.exists(aside); other++) {
      aside = directory.resolve(name + "-" + other);
    }
    try {
      Files.move(file(), aside);
    } catch (IOException denied) {
      throw new StoreException(
          "the store %s is damaged and cannot be moved aside; move it away by hand"
              .formatted(file()),
          denied);
    }
    movedAside = Optional.of(aside);
    LOG.log(
        System.Logger.Level.ERROR,
        "the store was damaged; it is kept as " + aside + ", and history begins anew");
  }
}
