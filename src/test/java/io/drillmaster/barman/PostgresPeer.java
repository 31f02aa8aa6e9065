package io.drillmaster.barman;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/**
 * The real PostgreSQL 15 and barman-cloud of Debian, with one archive. A missing program fails the
 * test. PostgreSQL refuses to be root: where we are, it runs in a user namespace.
 */
final class PostgresPeer {
  private static final String BIN = "/usr/lib/postgresql/15/bin/";
  private static final long LONGEST_SECONDS = 120;

  private final Path folder;
  private final Path data;
  private final Map<String, String> environment = new TreeMap<>();
  private final List<String> archive;
  private final int port;
  private Process server;

  /**
   * @param archive arguments that name the archive: {@code --endpoint-url URL s3://bucket/prod pg1}
   */
  PostgresPeer(Path folder, String accessKeyId, String secretAccessKey, List<String> archive) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.archive = archive;
    environment.put("AWS_ACCESS_KEY_ID", accessKeyId);
    environment.put("AWS_SECRET_ACCESS_KEY", secretAccessKey);
    environment.put("AWS_DEFAULT_REGION", "us-east-1");
    environment.put("AWS_EC2_METADATA_DISABLED", "true");
    environment.put("HOME", folder.toString());
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Makes a cluster with segments of 1 MiB that archives into S3, and starts it. */
  void init() throws IOException {
    run(
        BIN + "initdb",
        "-D",
        data.toString(),
        "--wal-segsize=1",
        "-U",
        "postgres",
        "-A",
        "trust",
        "-E",
        "UTF8",
        "--locale=C",
        "--no-sync");
    Files.writeString(
        data.resolve("postgresql.auto.conf"),
        """
        listen_addresses = '127.0.0.1'
        unix_socket_directories = ''
        wal_level = replica
        max_wal_size = 16MB
        min_wal_size = 2MB
        archive_mode = on
        archive_command = 'barman-cloud-wal-archive --gzip %s %%p'
        """
            .formatted(String.join(" ", archive)));
    start();
  }

  void start() throws IOException {
    server = process(BIN + "postgres", "-D", data.toString(), "-p", String.valueOf(port));
  }

  /** Becomes the primary of the next timeline, as a standby does. */
  void promote() throws IOException, InterruptedException {
    stop();
    Files.createFile(data.resolve("standby.signal"));
    start();
  }

  boolean isReady() {
    try {
      return !ask("select pg_is_in_recovery()").isEmpty();
    } catch (SQLException e) {
      return false;
    }
  }

  String ask(String question) throws SQLException {
    String url = "jdbc:postgresql://127.0.0.1:" + port + "/postgres?sslmode=disable";
    try (Connection connection = DriverManager.getConnection(url, "postgres", "");
        Statement statement = connection.createStatement()) {
      if (!statement.execute(question)) {
        return "";
      }
      ResultSet result = statement.getResultSet();
      return result.next() && result.getString(1) != null ? result.getString(1) : "";
    }
  }

  /** Writes something, ends the segment and gives its name. */
  String write() throws SQLException {
    ask("insert into t select generate_series(1, 100)");
    return ask("select pg_walfile_name(pg_switch_wal())");
  }

  void backUp() {
    List<String> command = new ArrayList<>(List.of("barman-cloud-backup", "--gzip"));
    command.addAll(List.of("--host", "127.0.0.1", "--port", String.valueOf(port)));
    command.addAll(List.of("--user", "postgres", "--immediate-checkpoint"));
    command.addAll(archive);
    run(command.toArray(String[]::new));
  }

  String listBackups() {
    List<String> command = new ArrayList<>(List.of("barman-cloud-backup-list"));
    command.addAll(archive);
    return run(command.toArray(String[]::new));
  }

  private String run(String... command) {
    try {
      Path output = Files.createTempFile(folder, "output", ".txt");
      Process process = builder(command).redirectOutput(output.toFile()).start();
      boolean ended = process.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS);
      process.destroyForcibly();
      String text = Files.readString(output);
      if (!ended || process.exitValue() != 0) {
        throw new IllegalStateException(command[0] + " failed: " + text);
      }
      return text;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private Process process(String... command) throws IOException {
    return builder(command)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(folder.resolve("server.log").toFile()))
        .start();
  }

  private ProcessBuilder builder(String... command) {
    List<String> all = new ArrayList<>();
    if ("root".equals(System.getProperty("user.name"))) {
      all.addAll(List.of("unshare", "-U"));
    }
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return builder.directory(folder.toFile());
  }

  /** SIGTERM: everything is archived before it ends. */
  void stop() throws InterruptedException {
    server.destroy();
    if (!server.waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
      server.destroyForcibly().waitFor();
    }
  }
}
