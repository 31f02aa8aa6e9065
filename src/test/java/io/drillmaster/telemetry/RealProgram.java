package io.drillmaster.telemetry;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A program of VictoriaMetrics on a port of 127.0.0.1; it ends with the test. */
final class RealProgram implements AutoCloseable {
  private final Process process;
  private final int port;

  private RealProgram(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it and waits until it listens; fails where it is not installed. */
  static RealProgram start(Path folder, List<String> command) throws IOException {
    return start(folder, command, freePort());
  }

  /** The same on this port. */
  static RealProgram start(Path folder, List<String> command, int port) throws IOException {
    List<String> whole = new ArrayList<>(command);
    whole.add("-httpListenAddr=127.0.0.1:" + port);
    Process process =
        new ProcessBuilder(whole)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log-" + port).toFile())
            .start();
    RealProgram program = new RealProgram(process, port);
    await()
        .atMost(Duration.ofSeconds(20))
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress("127.0.0.1", port), 500);
              }
            });
    return program;
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /** Sends a signal: {@code KILL}, {@code STOP}, {@code CONT}. */
  void signal(String name) throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid())).start().waitFor();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
