package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.PathConfig.Protocol;
import io.drillmaster.config.SsoConfig.Application;
import io.drillmaster.config.SsoConfig.Client;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is declared of the ways between clusters. */
class BetweenTest {
  private static final String CLUSTERS =
      """
      clusters:
        - {name: east, api: {inCluster: true}}
        - {name: west, api: {kubeconfig: kubeconfig, context: west}}
        - {name: lab, api: {kubeconfig: kubeconfig, context: lab}, local: true}
      """;

  @TempDir Path dir;

  private DrillmasterConfig load(String yaml) throws Exception {
    return ConfigLoader.loadWithoutFiles(
        Files.writeString(dir.resolve("drillmaster.yaml"), CLUSTERS + yaml));
  }

  private static boolean looks(DrillmasterConfig config, String probe, String cluster) {
    ClusterConfig found =
        config.clusters().stream().filter(c -> c.name().equals(cluster)).findFirst().orElseThrow();
    return config.looks(probe, found);
  }

  @Test
  void aDaemonIsLocalWhereItIsReachedFromWithinOrWhereThatIsSaid() throws Exception {
    assertThat(load("").clusters())
        .filteredOn(ClusterConfig::local)
        .extracting(ClusterConfig::name)
        .containsExactly("east", "lab");
  }

  @Test
  void nothingDeclaredIsNothingLookedAt() throws Exception {
    DrillmasterConfig config = load("");
    assertThat(config.between()).isEqualTo(Between.NONE);
    assertThat(looks(config, "sso", "east")).isFalse();
    assertThat(looks(config, "network-path", "east")).isFalse();
    assertThat(looks(config, "volsync", "east")).isTrue();
    assertThat(looks(config, "tides", "east")).isFalse();
  }

  @Test
  void loginsAreSeenFromWhereTheDaemonRuns() throws Exception {
    String sso = "sso: {url: 'https://id.example.org:8443/sso', applications: [{slug: odoo}]}\n";
    DrillmasterConfig config = load(sso);
    assertThat(config.between().sso())
        .contains(
            new SsoConfig(
                URI.create("https://id.example.org:8443/sso"),
                List.of(
                    new Application(
                        "odoo",
                        "https://id.example.org:8443/sso/application/o/odoo/",
                        Optional.empty()))));
    assertThat(looks(config, "sso", "east")).isTrue();
    assertThat(looks(config, "sso", "lab")).isTrue();
    assertThat(looks(config, "sso", "west")).isFalse();
    assertThat(looks(load(sso + "probes: {sso: {enabled: false}}\n"), "sso", "east")).isFalse();
  }

  @Test
  void anApplicationMayExpectAnotherIssuerAndHaveAClient() throws Exception {
    DrillmasterConfig config =
        load(
            """
            sso:
              url: http://authentik.sso.svc:9000
              applications:
                - slug: odoo
                  issuer: https://id.example.org/
                  client: {id: abc, account: drillmaster, secret: {file: secrets/odoo}}
            tls: {authorities: ca.pem}
            """);
    assertThat(config.between().sso().orElseThrow().applications())
        .containsExactly(
            new Application(
                "odoo",
                "https://id.example.org/",
                Optional.of(
                    new Client("abc", Optional.of("drillmaster"), dir.resolve("secrets/odoo")))));
    assertThat(config.between().authorities()).contains(dir.resolve("ca.pem"));
  }

  @Test
  void aPathIsLookedAtInTheClusterWhereItBegins() throws Exception {
    DrillmasterConfig config =
        load(
            """
            paths:
              - {name: metrics, from: west, to: hub, protocol: https, host: metrics.example.org}
              - {name: health, from: west, to: hub, protocol: http, host: 10.0.0.1, path: /health, status: [200, 204]}
              - {name: logs, from: west, to: hub, protocol: tcp, host: "fd00::1", port: 9428}
            """);
    assertThat(config.between().paths())
        .containsExactly(
            path("metrics", Protocol.HTTPS, "metrics.example.org", 443, "/", 200),
            path("health", Protocol.HTTP, "10.0.0.1", 80, "/health", 200, 204),
            path("logs", Protocol.TCP, "fd00::1", 9428, "/", 200));
    assertThat(looks(config, "network-path", "west")).isTrue();
    assertThat(looks(config, "network-path", "east")).isFalse();
  }

  private static PathConfig path(
      String name, Protocol protocol, String host, int port, String path, Integer... status) {
    return new PathConfig(name, "west", "hub", protocol, host, port, path, List.of(status));
  }
}
