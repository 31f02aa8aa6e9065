package io.drillmaster.kube;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.kube.KubeCluster.Change;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Fault;
import io.drillmaster.lab.kube.Kubeconfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Fabric8ClusterIT {
  private static final ResourceKind SOURCES =
      new ResourceKind(
          "volsync.backube", "v1alpha1", "replicationsources", "ReplicationSource", true);
  private static final String CRD =
      """
      apiVersion: apiextensions.k8s.io/v1
      kind: CustomResourceDefinition
      metadata: {name: replicationsources.volsync.backube}
      spec:
        group: volsync.backube
        scope: Namespaced
        names: {plural: replicationsources, singular: replicationsource, kind: ReplicationSource}
        versions:
          - name: v1alpha1
            served: true
            storage: true
            subresources: {status: {}}
            schema:
              openAPIV3Schema: {type: object, x-kubernetes-preserve-unknown-fields: true}
      """;
  private static final String PLANTED = "planted-4711-secret";

  private static ApiServer server;

  @TempDir Path folder;
  private Fabric8Cluster cluster;

  @BeforeAll
  static void start() {
    server = ApiServer.start("infra");
    server.apply(CRD);
    server.createNamespace("business");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void connect() {
    cluster = connect(Kubeconfig.of(server).write(folder.resolve("kubeconfig")));
  }

  @AfterEach
  void mend() {
    server.faults().clear();
    server.showKind("replicationsources");
    cluster.close();
    server
        .list("replicationsources", "")
        .forEach(
            object ->
                server.delete(
                    "replicationsources", "business", object.at("/metadata/name").asText()));
  }

  private static Fabric8Cluster connect(Path kubeconfig) {
    return Fabric8Cluster.connect("infra", new ClusterAccess.Kubeconfig(kubeconfig, "infra"));
  }

  private static Deadline soon() {
    return Deadline.in(Duration.ofSeconds(8), Clock.systemUTC());
  }

  private static void source(String name) {
    server.put(
        Map.of(
            "apiVersion",
            "volsync.backube/v1alpha1",
            "kind",
            "ReplicationSource",
            "metadata",
            Map.of("namespace", "business", "name", name),
            "spec",
            Map.of("sourcePVC", name)));
  }

  private Finding refusal() {
    return refusal(cluster, soon());
  }

  private static Finding refusal(KubeCluster cluster, Deadline deadline) {
    CouldNotLookException refusal =
        catchThrowableOfType(CouldNotLookException.class, () -> cluster.list(SOURCES, deadline));
    assertThat(refusal.finding().severity()).isEqualTo(Status.UNKNOWN);
    assertThat(refusal.finding().next()).startsWith("kubectl --context infra ");
    assertThat(refusal.finding().runbook()).isEqualTo("docs/runbooks/CannotLook.md");
    return refusal.finding();
  }

  @Test
  void listsThroughAllPages() {
    for (int i = 0; i < 620; i++) {
      source("s" + i);
    }
    List<Resource> sources = cluster.list(SOURCES, soon());
    assertThat(sources).hasSize(620);
    assertThat(sources).extracting(Resource::name).doesNotHaveDuplicates();
    assertThat(sources.get(0).string("spec.sourcePVC")).hasValue(sources.get(0).name());
  }

  @Test
  void beginsAnewOnceWhenAPageHasExpired() {
    for (int i = 0; i < 300; i++) {
      source("s" + i);
    }
    server.faults().add(Fault.status("expired", "continue=", 410));
    assertThat(refusal().code()).isEqualTo("api-error");
    assertThat(refusal().observed()).isEqualTo("HTTP 410");
    server.faults().clear();
    assertThat(cluster.list(SOURCES, soon())).hasSize(300);
  }

  @Test
  void theMetadataOfASecretComesWithoutItsValues() {
    server.put(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Secret",
            "metadata",
            Map.of("namespace", "business", "name", "held", "labels", Map.of("a", "b")),
            "data",
            Map.of("password", PLANTED)));
    Resource metadata =
        cluster.metadata(ResourceKind.SECRET, "business", "held", soon()).orElseThrow();
    assertThat(metadata.name()).isEqualTo("held");
    assertThat(metadata.label("a")).contains("b");
    assertThat(metadata.tree()).containsOnlyKeys("kind", "apiVersion", "metadata");
    assertThat(metadata.tree().toString()).doesNotContain(PLANTED);
    assertThat(cluster.metadata(ResourceKind.SECRET, "business", "other", soon())).isEmpty();
  }

  @Test
  void theEventsOfAnObjectAreItsOwn() {
    source("odoo");
    source("n8n");
    Resource odoo = cluster.get(SOURCES, "business", "odoo", soon()).orElseThrow();
    Resource n8n = cluster.get(SOURCES, "business", "n8n", soon()).orElseThrow();
    event("first", odoo);
    event("second", n8n);
    assertThat(cluster.events(odoo, soon())).extracting(Resource::name).containsExactly("first");
  }

  private static void event(String name, Resource about) {
    server.put(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Event",
            "metadata",
            Map.of("namespace", "business", "name", name),
            "involvedObject",
            Map.of("uid", about.uid())));
  }

  @Test
  void anEmptyListIsNotAMissingApi() {
    assertThat(cluster.list(SOURCES, soon())).isEmpty();
    server.hideKind("replicationsources");
    Finding finding = refusal();
    assertThat(finding.code()).isEqualTo("kind-not-installed");
    assertThat(finding.sentence())
        .isEqualTo(
            "Cluster infra does not serve replicationsources of volsync.backube/v1alpha1: the"
                + " operator they belong to is not installed, or in a version that serves another"
                + " one.");
    assertThat(finding.next())
        .isEqualTo("kubectl --context infra api-resources --api-group=volsync.backube");
    assertThatThrownBy(() -> cluster.get(SOURCES, "business", "odoo", soon()))
        .isInstanceOfSatisfying(
            CouldNotLookException.class,
            e -> assertThat(e.finding().code()).isEqualTo("kind-not-installed"));
  }

  @ParameterizedTest
  @CsvSource({
    "401, unauthorized",
    "403, forbidden",
    "429, api-throttled",
    "500, api-error",
    "503, api-error",
    "504, api-timeout"
  })
  void eachRefusalHasItsOwnCode(int status, String code) {
    server.faults().add(Fault.status("refusal", "replicationsources", status));
    assertThat(refusal().code()).isEqualTo(code);
    assertThat(refusal().observed()).contains("" + status);
    server.faults().clear();
    assertThat(cluster.list(SOURCES, soon())).isEmpty();
  }

  @Test
  void aMissingRuleIsPrinted() {
    server.faults().add(Fault.status("refusal", "replicationsources", 403));
    assertThat(refusal().sentence())
        .isEqualTo(
            "Not allowed to list ReplicationSources in cluster infra: the role lacks the rule"
                + " \"list replicationsources.volsync.backube in all namespaces\".");
    assertThatThrownBy(() -> cluster.get(SOURCES, "business", "odoo", soon()))
        .hasMessageContaining("\"get replicationsources.volsync.backube in namespace business\"");
  }

  @Test
  void aHangingServerCostsNoMoreThanTheDeadline() {
    server.faults().add(Fault.hang("hang", "replicationsources"));
    long begun = System.nanoTime();
    Finding finding = refusal(cluster, Deadline.in(Duration.ofMillis(600), Clock.systemUTC()));
    assertThat(finding.code()).isEqualTo("api-timeout");
    assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(3));
  }

  @Test
  void aCutConnectionIsUnreachable() {
    server.faults().add(Fault.drop("drop", "replicationsources"));
    assertThat(refusal().code()).isEqualTo("api-unreachable");
  }

  @Test
  void tellsApartWhyThereIsNoConnection() throws IOException {
    String text = Files.readString(folder.resolve("kubeconfig"));
    assertThat(unreachable(text.replace(server.url(), "https://127.0.0.1:1")))
        .isEqualTo("connection refused");
    assertThat(unreachable(text.replace(server.url(), "https://no-such-host.invalid")))
        .isEqualTo("its host name does not resolve");
    String noAuthority = text.replaceAll("\"certificate-authority-data\"", "\"x\"");
    assertThat(unreachable(noAuthority)).isEqualTo("the TLS handshake failed");
  }

  private String unreachable(String kubeconfig) throws IOException {
    Path file = Files.writeString(folder.resolve("other"), kubeconfig);
    try (Fabric8Cluster other = connect(file)) {
      Finding finding = refusal(other, soon());
      assertThat(finding.code()).isEqualTo("api-unreachable");
      return finding.observed();
    }
  }

  @Test
  void aWrongTokenIsUnauthorized() throws IOException {
    String text = Files.readString(folder.resolve("kubeconfig"));
    Path file = Files.writeString(folder.resolve("o"), text.replace(server.adminToken(), PLANTED));
    try (Fabric8Cluster other = connect(file)) {
      Finding finding = refusal(other, soon());
      assertThat(finding.code()).isEqualTo("unauthorized");
      assertThat(finding.toString()).doesNotContain(PLANTED);
    }
  }

  @Test
  void aKubeconfigThatDoesNotFitSaysSo() throws IOException {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> connect(missing)).hasMessageContaining("cannot be read");
    Path kubeconfig = folder.resolve("kubeconfig");
    assertThatThrownBy(
            () -> Fabric8Cluster.connect("x", new ClusterAccess.Kubeconfig(kubeconfig, "nowhere")))
        .hasMessage("kubeconfig " + kubeconfig + " has no context nowhere; it has [infra]");
    Path nonsense = Files.writeString(folder.resolve("nonsense"), PLANTED + ": [");
    assertThatThrownBy(() -> connect(nonsense))
        .hasMessage("kubeconfig " + nonsense + " is not understood");
  }

  @Test
  void readsSecretsAndTellsWhatIsNoText() {
    server.put(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Secret",
            "metadata",
            Map.of("namespace", "business", "name", "odoo"),
            "data",
            Map.of("A", base64(PLANTED.getBytes(java.nio.charset.StandardCharsets.UTF_8)))));
    assertThat(cluster.secret("business", "odoo", soon()))
        .hasValue(Map.of("A", new SecretValue(PLANTED)));
    assertThat(cluster.secret("business", "none", soon())).isEmpty();
    assertThat(cluster.secret("business", "../x", soon())).isEmpty();
    server.patch(
        "secrets", "business", "odoo", Map.of("data", Map.of("B", base64(new byte[] {-1, -2}))));
    CouldNotLookException odd =
        catchThrowableOfType(
            CouldNotLookException.class, () -> cluster.secret("business", "odoo", soon()));
    assertThat(odd.finding().code()).isEqualTo("odd-field");
    assertThat(odd).hasMessage("Key B of Secret business/odoo is not UTF-8 text.");
    Resource secret = cluster.get(ResourceKind.SECRET, "business", "odoo", soon()).orElseThrow();
    assertThat(SecretData.of(secret).value("A")).hasValue(new SecretValue(PLANTED));
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Test
  void aWatchSurvivesCutsAndExpiredVersionsAndMissesNothing() throws Exception {
    source("a");
    List<String> seen = new CopyOnWriteArrayList<>();
    AutoCloseable watch = cluster.watch(SOURCES, recorder(seen));
    awaitSeen(seen, "ADDED a");
    server.patch("replicationsources", "business", "a", Map.of("spec", Map.of("paused", true)));
    awaitSeen(seen, "MODIFIED a");
    server.cut();
    source("b");
    awaitSeen(seen, "ADDED b");
    server.faults().add(Fault.status("away", "watch=true", 500));
    server.cut();
    server.delete("replicationsources", "business", "a");
    source("c");
    server.compact();
    server.faults().clear();
    awaitSeen(seen, "ADDED c");
    awaitSeen(seen, "DELETED a");
    assertThat(new ArrayList<>(seen)).doesNotHaveDuplicates();
    watch.close();
    source("late");
    assertThat(cluster.list(SOURCES, soon())).hasSize(3);
    assertThat(seen).doesNotContain("ADDED late");
  }

  @Test
  void aWatchOnAKindThatIsNotThereStartsWhenItAppears() {
    server.hideKind("replicationsources");
    List<String> seen = new CopyOnWriteArrayList<>();
    cluster.watch(SOURCES, recorder(seen));
    await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> server.reads().toString().contains("replicationsources"));
    server.showKind("replicationsources");
    source("a");
    awaitSeen(seen, "ADDED a");
  }

  @Test
  void aWatchWhoseKindIsTakenAwayComesBackWithIt() {
    List<String> seen = new CopyOnWriteArrayList<>();
    cluster.watch(SOURCES, recorder(seen));
    source("a");
    awaitSeen(seen, "ADDED a");
    server.hideKind("replicationsources");
    server.showKind("replicationsources");
    source("b");
    awaitSeen(seen, "ADDED b");
  }

  private static KubeCluster.WatchListener recorder(List<String> seen) {
    return (Change change, Resource resource) -> seen.add(change + " " + resource.name());
  }

  private static void awaitSeen(List<String> seen, String event) {
    await().atMost(Duration.ofSeconds(20)).until(() -> seen.contains(event));
  }
}
