package io.drillmaster.guide;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.Drillmaster;
import io.drillmaster.Http;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.ExtendedSchema;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.Run;
import io.drillmaster.core.run.RunRequest;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Kubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The probe of CONTRIBUTING.md in a real daemon: with its judge, its template and its stanza, and
 * nothing else, there are its results, metrics, rows, page and runs.
 */
class AddAProbeIT {
  private static final Path GUIDE = Path.of("src/test/resources/guide");
  private static final String HOME = "drillmaster.home";
  private static final Duration SOON = Duration.ofSeconds(15);
  private static final Target ORDERS = new Target("east", "claims", "shop", "orders");

  @TempDir static Path directory;
  private static ApiServer api;
  private static Drillmaster daemon;

  @BeforeAll
  static void start() throws Exception {
    api = ApiServer.start("east");
    api.createNamespace("shop");
    claim("stock");
    claim("orders");
    api.setStatus("persistentvolumeclaims", "shop", "stock", Map.of("phase", "Bound"));
    Kubeconfig.of(api).write(directory.resolve("kubeconfig"));
    System.setProperty(HOME, home().toString());
    daemon = Drillmaster.start(config());
  }

  private static void claim(String name) {
    api.apply(
        """
        apiVersion: v1
        kind: PersistentVolumeClaim
        metadata: {name: %s, namespace: shop}
        spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
        """
            .formatted(name));
    api.setStatus("persistentvolumeclaims", "shop", name, Map.of("phase", "Pending"));
  }

  /** The routes of the daemon, and one template more. */
  private static Path home() throws IOException {
    Path routes = Files.createDirectories(directory.resolve("routes"));
    Path settings = Files.createDirectories(directory.resolve("config"));
    Files.copy(
        Path.of("config/application.properties"), settings.resolve("application.properties"));
    try (Stream<Path> files = Files.list(Path.of("routes"))) {
      for (Path file : files.toList()) {
        Files.copy(file, routes.resolve(file.getFileName()));
      }
    }
    Path template = GUIDE.resolve("probe-claims.camel.yaml");
    Files.copy(template, routes.resolve(template.getFileName()));
    return directory;
  }

  private static DrillmasterConfig config() throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("drillmaster.yaml"),
            """
            clusters: [{name: east, api: {kubeconfig: kubeconfig, context: east}}]
            probes:
              volsync: {enabled: false}
              object-store: {enabled: false}
              claims: {every: 1s, deadline: 5s, grace: 1s}
            api: {host: 127.0.0.1, port: 0}
            management: {host: 127.0.0.1, port: 0}
            store: {directory: data}
            """);
    String stanza = Files.readString(GUIDE.resolve("claims.schema.json"));
    return new ExtendedSchema(stanza).load(file);
  }

  @AfterAll
  static void end() {
    System.clearProperty(HOME);
    daemon.close();
    api.close();
  }

  private static List<String> codes(Target target) {
    return daemon.board().standings().stream()
        .map(Standing::latest)
        .filter(result -> result.target().equals(target))
        .flatMap(result -> result.findings().stream())
        .map(Finding::code)
        .toList();
  }

  private static Run verify() throws Exception {
    RunRequest request =
        new RunRequest("verify-backups", "east", Map.of("component", "claims"), "test");
    Run run = daemon.runs().start(request, Optional.empty());
    await().atMost(SOON).until(() -> daemon.runs().find(run.id()).orElseThrow().state().isOver());
    return daemon.runs().find(run.id()).orElseThrow();
  }

  @Test
  void aJudgeATemplateAndAStanzaAreEnough() throws Exception {
    await()
        .atMost(SOON)
        .untilAsserted(() -> assertThat(codes(ORDERS)).containsExactly("claim-pending"));
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Http.get(daemon.managementUrl() + "/metrics"))
                    .containsPattern("drillmaster_finding\\{.*code=\"claim-pending\".*} 1\\.0"));
    // a warning while the claim is young
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Http.get(daemon.apiUrl() + "/api/v1/status"))
                    .containsPattern("(?m)^✖ claims +shop/orders")
                    .contains("kubectl --context east -n shop describe pvc orders"));
    assertThat(Http.get(daemon.apiUrl() + "/")).contains("shop/orders");
    assertThat(verify().exitCode()).contains(1);

    api.setStatus("persistentvolumeclaims", "shop", "orders", Map.of("phase", "Bound"));
    await().atMost(SOON).untilAsserted(() -> assertThat(codes(ORDERS)).isEmpty());
    await()
        .atMost(SOON)
        .untilAsserted(
            () ->
                assertThat(Http.get(daemon.managementUrl() + "/metrics"))
                    .doesNotContain("claim-pending"));
    assertThat(verify().exitCode()).contains(0);
  }
}
