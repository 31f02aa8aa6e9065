package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.cli.CannotStartException;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.metrics.Exposition;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The daemon as a whole, with clusters that do not answer. */
class DrillmasterTest {
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  @TempDir Path directory;

  private DrillmasterConfig config(String store, int apiPort) throws IOException {
    return new DrillmasterConfig(
        List.of(cluster("east"), cluster("west")),
        Map.of(),
        new DrillmasterConfig.ApiConfig("127.0.0.1", apiPort, Optional.empty(), false),
        new DrillmasterConfig.ManagementConfig("127.0.0.1", 0),
        new DrillmasterConfig.StoreConfig(
            directory.resolve(store), Duration.ofDays(1), Duration.ofDays(1)));
  }

  private ClusterConfig cluster(String name) throws IOException {
    Path kubeconfig = directory.resolve(name + ".kubeconfig");
    Files.writeString(
        kubeconfig,
        """
        apiVersion: v1
        kind: Config
        current-context: %1$s
        clusters: [{name: %1$s, cluster: {server: "http://127.0.0.1:1"}}]
        contexts: [{name: %1$s, context: {cluster: %1$s, user: %1$s}}]
        users: [{name: %1$s, user: {token: none}}]
        """
            .formatted(name));
    return new ClusterConfig(name, "", new ClusterAccess.Kubeconfig(kubeconfig, name), List.of());
  }

  private static HttpResponse<String> get(String url) throws Exception {
    return HTTP.send(
        HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(5)).build(),
        HttpResponse.BodyHandlers.ofString());
  }

  @Test
  void isReadyAndShowsItsMetricsWhenItHasStarted() throws Exception {
    try (Drillmaster daemon = Drillmaster.start(config("store", 0))) {
      assertThat(get(daemon.managementUrl() + "/health/live").statusCode()).isEqualTo(200);
      assertThat(get(daemon.managementUrl() + "/health/ready").statusCode()).isEqualTo(200);
      HttpResponse<String> page = get(daemon.managementUrl() + "/metrics");
      assertThat(page.statusCode()).isEqualTo(200);
      Exposition metrics = Exposition.parse(page.body());
      assertThat(metrics.samples("drillmaster_build_info")).hasSize(1);
    }
  }

  @Test
  void severalDaemonsLiveInOneProcess() throws Exception {
    try (Drillmaster one = Drillmaster.start(config("one", 0));
        Drillmaster two = Drillmaster.start(config("two", 0));
        Drillmaster three = Drillmaster.start(config("three", 0))) {
      for (Drillmaster daemon : List.of(one, two, three)) {
        assertThat(get(daemon.managementUrl() + "/health/ready").statusCode()).isEqualTo(200);
      }
    }
  }

  @Test
  void aTakenPortIsSaidBeforeAnythingStarts() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      DrillmasterConfig config = config("store", taken.getLocalPort());
      assertThatThrownBy(() -> Drillmaster.start(config))
          .isInstanceOf(CannotStartException.class)
          .hasMessageContaining("api.port: cannot listen on 127.0.0.1:" + taken.getLocalPort());
    }
    assertThat(directory.resolve("store")).doesNotExist();
  }

  @Test
  void aStoreThatAnotherDaemonUsesIsSaid() throws Exception {
    try (Drillmaster first = Drillmaster.start(config("same", 0))) {
      DrillmasterConfig again = config("same", 0);
      assertThatThrownBy(() -> Drillmaster.start(again))
          .isInstanceOf(CannotStartException.class)
          .hasMessageStartingWith("store: ");
      assertThat(get(first.managementUrl() + "/health/live").statusCode()).isEqualTo(200);
    }
  }

  @Test
  void everyKubeconfigThatIsMissingIsSaid() throws Exception {
    DrillmasterConfig config = config("store", 0);
    Files.delete(directory.resolve("east.kubeconfig"));
    Files.writeString(directory.resolve("west.kubeconfig"), "{");
    assertThatThrownBy(() -> Drillmaster.start(config))
        .isInstanceOf(CannotStartException.class)
        .hasMessageContaining("clusters.east: ")
        .hasMessageContaining("clusters.west: ");
    // what had been opened before is closed again
    try (Drillmaster daemon = Drillmaster.start(config("store", 0))) {
      assertThat(daemon.runs().history(Optional.empty(), Optional.empty(), 10)).isEmpty();
    }
  }

  @Test
  void endsQuicklyAndFreesItsPorts() throws Exception {
    Drillmaster daemon = Drillmaster.start(config("store", 0));
    long began = System.nanoTime();
    daemon.close();
    assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(5));
    int port = URI.create(daemon.apiUrl()).getPort();
    try (Drillmaster again = Drillmaster.start(config("store", port))) {
      assertThat(again.apiUrl()).isEqualTo(daemon.apiUrl());
    }
  }
}
