package io.drillmaster.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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
                List.of()));
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
  void everyConfigurationThatIsShippedIsValid() throws Exception {
    assertThat(ConfigLoader.loadWithoutFiles(Path.of("config/drillmaster.yaml")).clusters())
        .extracting(ClusterConfig::name)
        .containsExactly("infra", "apps");
    for (String overlay : List.of("infra", "apps")) {
      Path file = Path.of("k8s/overlays", overlay, "drillmaster.yaml");
      assertThat(ConfigLoader.loadWithoutFiles(file).clusters())
          .extracting(ClusterConfig::access)
          .containsExactly(new ClusterAccess.InCluster());
    }
  }

  @Test
  void withoutFilesNothingIsLookedFor() throws Exception {
    Path file =
        Files.writeString(
            dir.resolve("elsewhere.yaml"),
            """
            clusters: [{name: east, api: {kubeconfig: /nowhere/kubeconfig, context: east}}]
            api: {token: {file: /nowhere/token}}
            """);
    assertThat(ConfigLoader.loadWithoutFiles(file).api().tokenFile())
        .contains(Path.of("/nowhere/token"));
    assertThatThrownBy(() -> ConfigLoader.load(file))
        .hasMessage(
            "elsewhere.yaml:1: clusters[0].api.kubeconfig: '/nowhere/kubeconfig' does not exist\n"
                + "elsewhere.yaml:2: api.token.file: the file does not exist");
  }

  @Test
  void pathsBeginAtTheFileOrAtHomeOrAreAbsolute() throws Exception {
    String access = "{kubeconfig: %s, context: one}";
    String yaml = "clusters: [{name: east, api: %s}]\nstore: {directory: ../data}\n";
    Path file = Files.writeString(dir.resolve("c.yaml"), yaml.formatted(access.formatted("~/k")));
    DrillmasterConfig config = ConfigLoader.loadWithoutFiles(file);
    assertThat(config.store().directory()).isEqualTo(dir.resolveSibling("data"));
    assertThat(config.clusters().get(0).access())
        .isEqualTo(
            new ClusterAccess.Kubeconfig(Path.of(System.getProperty("user.home"), "k"), "one"));
  }

  @Test
  void aByteOrderMarkAndAnAliasAreNoProblem() throws Exception {
    DrillmasterConfig config =
        load(
            """
            \uFEFFclusters:
              - {name: east, api: {kubeconfig: kubeconfig, context: one}, exclude: &left-out {namespaces: [a, b]}}
              - {name: west, api: {kubeconfig: kubeconfig, context: two}, exclude: *left-out}
            """);
    assertThat(config.clusters()).allSatisfy(c -> assertThat(c.excludedNamespaces()).hasSize(2));
  }

  @Test
  void aProbeIsOneStanzaOfTheSchema() throws Exception {
    ObjectNode schema = (ObjectNode) new ObjectMapper().readTree(ConfigLoader.schema());
    ObjectNode probes = (ObjectNode) schema.at("/properties/probes/properties");
    probes.set(
        "tides",
        new ObjectMapper()
            .readTree(
                """
                {"type": "object", "additionalProperties": false, "default": {}, "properties": {
                  "enabled": {"$ref": "#/$defs/enabled"},
                  "every": {"$ref": "#/$defs/duration", "default": "10m", "x-minimum": "1s", "x-maximum": "1d"},
                  "deadline": {"$ref": "#/$defs/duration", "default": "5s", "x-minimum": "1s", "x-maximum": "1m"},
                  "lag": {"$ref": "#/$defs/duration", "default": "90s", "x-minimum": "1s", "x-maximum": "1d"},
                  "most": {"type": "integer", "default": 3},
                  "query": {"type": "string", "default": "5m"},
                  "strict": {"type": "boolean", "default": true},
                  "ports": {"type": "array", "items": {"type": "string"}, "default": ["north"]}
                }}
                """));
    Path file =
        Files.writeString(
            dir.resolve("tides.yaml"),
            """
            clusters: [{name: east, api: {inCluster: true}}]
            probes: {tides: {most: 4, ports: [south, west]}}
            """);
    ConfigLoader loader = new ConfigLoader(schema.toString(), true);
    ProbeSettings tides = loader.read(file).probes().get("tides");
    assertThat(tides.every()).isEqualTo(Duration.ofMinutes(10));
    assertThat(tides.deadline()).isEqualTo(Duration.ofSeconds(5));
    assertThat(tides.duration("lag")).isEqualTo(Duration.ofSeconds(90));
    assertThat(tides.integer("most")).isEqualTo(4);
    assertThat(tides.text("query")).isEqualTo("5m");
    assertThat(tides.flag("strict")).isTrue();
    assertThat(tides.more()).containsEntry("ports", List.of("south", "west"));
    assertThatThrownBy(() -> tides.duration("most")).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyProblemOfEveryKindComesAtOnce() throws Exception {
    assertThatThrownBy(
            () ->
                load(
                    """
                    clusters:
                      - {name: all, api: {kubeconfig: kubeconfig, context: three}}
                    probes: {volsync: {every: often}, volsync: {}}
                    api: {port: 1, token: {file: nowhere}}
                    management: {port: 1}
                    odd: 1
                    """))
        .hasMessage(
            String.join(
                "\n",
                "drillmaster.yaml:2: clusters[0].api.context: 'three' is no context of 'kubeconfig'; expected one of one, two, lost, nobody",
                "drillmaster.yaml:2: clusters[0].name: 'all' means every cluster; take another name",
                "drillmaster.yaml:3: probes.volsync.every: 'often' does not fit; expected a duration such as 30s, 15m, 24h or 7d",
                "drillmaster.yaml:3: probes.volsync: stands here twice; the first one is in line 3",
                "drillmaster.yaml:4: api.token.file: the file does not exist",
                "drillmaster.yaml:5: management.port: '1' is the port of api.port too; ports must differ",
                "drillmaster.yaml:6: odd: unknown key; expected one of clusters, probes, sso, paths, tls, api, management, store"));
  }
}
