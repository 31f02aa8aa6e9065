package io.drillmaster.lab.postgres;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A PostgreSQL server on a free port of 127.0.0.1 with segments of 1 MiB, its own user {@code
 * postgres} and no password. It ends when it is closed, and also when this JVM ends in any way.
 */
public final class PostgresServer implements AutoCloseable {
  private static final Duration LONGEST_START = Duration.ofSeconds(30);
  private static final Duration LONGEST_STOP = Duration.ofSeconds(20);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(25);
  private static final int TRIES = 3;

  /** Waits on its stdin beside the server and tells it to stop when the pipe closes. */
  private static final String WITH_US =
      "exec 3<&0; \"$@\" 3<&- </dev/null & p=$!; (read _ <&3; kill -INT $p) 2>/dev/null & w=$!;"
          + " wait $p; rc=$?; kill $w 2>/dev/null; exit $rc";

  private static final String SETTINGS =
      """
      listen_addresses = '127.0.0.1'
      unix_socket_directories = ''
      wal_level = replica
      max_wal_senders = 0
      max_connections = 12
      shared_buffers = 8MB
      min_wal_size = 2MB
      max_wal_size = 16MB
      fsync = off
      autovacuum = off
      max_logical_replication_workers = 0
      max_parallel_workers = 0
      max_worker_processes = 0
      log_line_prefix = '%m [%p] '
      timezone = 'UTC'
      log_timezone = 'UTC'
      """;

  private final Path data;
  private volatile Process process;
  private volatile int port;

  private PostgresServer(Path data) {
    this.data = data;
  }

  /** A new database cluster with a system identifier of its own; takes half a second. */
  public static PostgresServer initialise(Path data) {
    run(
        List.of(
            program("initdb"),
            "-D",
            data.toString(),
            "--wal-segsize=1",
            "-k",
            "-U",
            "postgres",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--locale=C",
            "--no-sync",
            "--no-instructions"));
    write(data.resolve("postgresql.conf"), SETTINGS);
    return new PostgresServer(data);
  }

  /** One whose files are there already. */
  public static PostgresServer at(Path data) {
    return new PostgresServer(data);
  }

  /** Its files. */
  public Path data() {
    return data;
  }

  /** What it has said so far. */
  public Path log() {
    return data.resolveSibling(data.getFileName() + ".log");
  }

  /** Replaces the settings of {@code postgresql.auto.conf}, for its next start. */
  public void configure(Map<String, String> settings) {
    StringBuilder text = new StringBuilder();
    new TreeMap<>(settings)
        .forEach(
            (name, value) ->
                text.append(name).append(" = '").append(value.replace("'", "''")).append("'\n"));
    write(data.resolve("postgresql.auto.conf"), text.toString());
  }

  /** Starts it and waits until it takes writes: a recovery is over then. */
  public void start() {
    for (int attempt = 1; attempt <= TRIES; attempt++) {
      launch();
      if (isReadySoon()) {
        return;
      }
      close();
    }
    throw new IllegalStateException("PostgreSQL did not start; its log is " + log());
  }

  private void launch() {
    port = freePort();
    List<String> command = new ArrayList<>(List.of("sh", "-c", WITH_US, "lab"));
    command.addAll(asSomebody());
    command.addAll(
        List.of(program("postgres"), "-D", data.toString(), "-p", Integer.toString(port)));
    try {
      process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
              .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean isReadySoon() {
    long end = System.nanoTime() + LONGEST_START.toNanos();
    while (System.nanoTime() < end && process.isAlive()) {
      if (takesWrites()) {
        return true;
      }
      LockSupport.parkNanos(LOOK_AGAIN.toNanos());
    }
    return false;
  }

  /** Somebody else's server may have got the port first. */
  private boolean takesWrites() {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer =
            statement.executeQuery(
                "select not pg_is_in_recovery() and current_setting('data_directory') = '%s'"
                    .formatted(data))) {
      return answer.next() && answer.getBoolean(1);
    } catch (SQLException e) {
      return false;
    }
  }

  /** Whether it runs. */
  public boolean isRunning() {
    return process != null && process.isAlive();
  }

  /** A session as {@code postgres} in the database {@code postgres}. */
  public Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:%d/postgres?sslmode=disable&gssEncMode=disable&connectTimeout=2&socketTimeout=20"
            .formatted(port),
        "postgres",
        "");
  }

  /** Runs these statements, each on its own. */
  public void execute(String... statements) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refused: " + e.getMessage(), e);
    }
  }

  /** The first column of the first row of a query. */
  public String ask(String query) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet answer = statement.executeQuery(query)) {
      answer.next();
      return answer.getString(1);
    } catch (SQLException e) {
      throw new IllegalStateException("PostgreSQL refused: " + e.getMessage(), e);
    }
  }

  /** Stops it: quickly, but with a checkpoint. */
  @Override
  public void close() {
    if (process == null) {
      return;
    }
    try {
      process.getOutputStream().close();
      if (!process.waitFor(LONGEST_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  private static String program(String name) {
    return PostgresBinaries.home().resolve("bin").resolve(name).toString();
  }

  /**
   * PostgreSQL refuses to run as root. In a user namespace of its own root is nobody, and the files
   * keep their owner.
   */
  private static List<String> asSomebody() {
    return System.getProperty("user.name").equals("root") ? List.of("unshare", "-U") : List.of();
  }

  private static void run(List<String> program) {
    List<String> command = new ArrayList<>(asSomebody());
    command.addAll(program);
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      started.getOutputStream().close();
      String said = new String(started.getInputStream().readAllBytes());
      if (started.waitFor() != 0) {
        throw new IllegalStateException(program.get(0) + " failed: " + said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while PostgreSQL was prepared", e);
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(Path file, String text) {
    try {
      Files.writeString(
          file,
          text,
          StandardOpenOption.CREATE,
          StandardOpenOption.TRUNCATE_EXISTING,
          StandardOpenOption.WRITE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
