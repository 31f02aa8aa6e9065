package io.drillmaster;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.lab.Lab;
import io.drillmaster.lab.LabOptions;
import java.io.File;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a process of its own, started and ended as Kubernetes does it. */
class DaemonProcessIT {
  private static final Duration STARTED = Duration.ofSeconds(40);

  @TempDir Path directory;

  private Process java(Path config) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx160m",
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            "io.drillmaster.Drillmaster",
            "run",
            "--config",
            config.toString())
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void sigtermEndsItInTimeEvenWhileAClusterHangs() throws Exception {
    try (Lab lab = Lab.start(LabOptions.of(List.of("north", "south"), 1))) {
      int port = freePort();
      Path config = lab.writeConfig(directory);
      Files.writeString(
          config,
          Files.readString(config).replaceFirst("(?s)(management:.*?port: )0", "$1" + port));
      Process process = java(config);
      try {
        String health = "http://127.0.0.1:" + port + "/health/ready";
        await().atMost(STARTED).ignoreExceptions().until(() -> Http.status(health) == 200);
        String page = "http://127.0.0.1:" + port + "/metrics";
        await().atMost(STARTED).until(() -> Http.get(page).contains("probe_status"));
        lab.inject("api-hangs");
        await().atMost(STARTED).until(() -> Http.get(page).contains("code=\"api-timeout\""));
        assertThat(Http.status(health)).isEqualTo(200);
        process.destroy();
        assertThat(process.waitFor(10, SECONDS)).describedAs("ended in time").isTrue();
        assertThat(process.exitValue()).isEqualTo(143);
        assertThat(log()).doesNotContain("Exception").doesNotContain(lab.secretValues());
      } finally {
        process.destroyForcibly();
      }
    }
  }

  @Test
  void aBrokenConfigurationEndsItAtOnce() throws Exception {
    File config = directory.resolve("drillmaster.yaml").toFile();
    Files.writeString(config.toPath(), "clusters: []\nprobez: {}\n");
    Process process = java(config.toPath());
    assertThat(process.waitFor(STARTED.toSeconds(), SECONDS)).isTrue();
    assertThat(process.exitValue()).isEqualTo(2);
    assertThat(log()).contains("probez").contains("clusters").doesNotContain("Exception");
  }
}
