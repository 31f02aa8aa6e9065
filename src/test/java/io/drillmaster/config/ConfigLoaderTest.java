package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigLoaderTest {
  @TempDir Path dir;

  private DrillmasterConfig load(String yaml) throws Exception {
    Files.copy(
        Path.of("src/test/resources/config/kubeconfig"),
        dir.resolve("kubeconfig"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    return ConfigLoader.load(Files.writeString(dir.resolve("drillmaster.yaml"), yaml));
  }

  @Test
  void aSmallFileIsEnoughAndDefaultsAreFilledIn() throws Exception {
    DrillmasterConfig config =
        load("clusters: [{name: east, api: {kubeconfig: kubeconfig, context: one}}]");
    assertThat(config.clusters())
        .containsExactly(
            new ClusterConfig(
                "east",
                "",
                new ClusterAccess.Kubeconfig(dir.resolve("kubeconfig"), "one"),
                java.util.List.of()));
    ProbeSettings volsync = config.probes().get("volsync");
    assertThat(volsync.enabled()).isTrue();
    assertThat(volsync.every()).isEqualTo(Duration.ofSeconds(30));
    assertThat(volsync.duration("bucketEvery")).isEqualTo(Duration.ofMinutes(5));
    assertThat(config.probes().get("object-store").duration("inventoryEvery"))
        .isEqualTo(Duration.ofHours(1));
    assertThat(config.api().port()).isEqualTo(8080);
    assertThat(config.api().tokenFile()).isEmpty();
    assertThat(config.management().port()).isEqualTo(8081);
  }

  @Test
  void whatIsWrittenWins() throws Exception {
    DrillmasterConfig config =
        load(
            """
            clusters:
              - name: east
                role: hub
                api: {inCluster: true}
                exclude: {namespaces: [kube-system]}
            probes:
              volsync: {enabled: false, every: 2m}
            api: {host: 127.0.0.1, port: 0, reads: token}
            store: {directory: here, keepResults: 1d}
            """);
    assertThat(config.clusters().get(0).access()).isEqualTo(new ClusterAccess.InCluster());
    assertThat(config.clusters().get(0).excludedNamespaces()).containsExactly("kube-system");
    assertThat(config.probes().get("volsync").enabled()).isFalse();
    assertThat(config.probes().get("volsync").every()).isEqualTo(Duration.ofMinutes(2));
    assertThat(config.api().readsNeedToken()).isTrue();
    assertThat(config.store().directory()).isEqualTo(dir.resolve("here"));
    assertThat(config.store().keepResults()).isEqualTo(Duration.ofDays(1));
  }

  @Test
  void theShippedExampleIsValidButForTheFilesOfItsMachine() throws Exception {
    String example = Files.readString(Path.of("config/drillmaster.yaml"));
    assertThat(
            load(
                example
                    .replace("~/.kube/config", "kubeconfig")
                    .replace("context: infra", "context: one")
                    .replace("context: apps", "context: two")))
        .satisfies(config -> assertThat(config.clusters()).hasSize(2));
  }
}
