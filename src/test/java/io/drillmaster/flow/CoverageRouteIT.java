package io.drillmaster.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeRunner;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.kube.Fabric8Cluster;
import io.drillmaster.lab.kube.ApiServer;
import io.drillmaster.lab.kube.Fault;
import io.drillmaster.lab.kube.Kubeconfig;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The route of the probe coverage against an API server without VolSync and CloudNativePG. */
class CoverageRouteIT extends CamelMainTestSupport {
  @TempDir static Path folder;
  private static ApiServer api;
  private static Fabric8Cluster cluster;

  private final Clock clock = Clock.systemUTC();
  private final StatusBoard board = new StatusBoard();
  private final Rounds rounds = new Rounds(board, clock);
  private final RoundStarter starter = new RoundStarter(rounds, this::producer, clock);
  private final ProbeRunner runner = new ProbeRunner(clock, 4, (target, defect) -> {});
  private final ProbeSettings settings =
      new ProbeSettings(
          true,
          Duration.ofHours(1),
          Duration.ofSeconds(5),
          Map.of("grace", Duration.ofHours(1), "exclude", List.of()));
  private final DrillmasterConfig config =
      new DrillmasterConfig(
          List.of(
              new ClusterConfig(
                  "east", "", new ClusterAccess.InCluster(), List.of("nobody-cares"))),
          Map.of("coverage", settings),
          new DrillmasterConfig.ApiConfig("127.0.0.1", 0, Optional.empty(), false),
          new DrillmasterConfig.ManagementConfig("127.0.0.1", 0),
          new DrillmasterConfig.StoreConfig(
              Path.of("target"), Duration.ofDays(1), Duration.ofDays(1)));

  @BeforeAll
  static void start() {
    api = ApiServer.start("east");
    Path kubeconfig = folder.resolve("kubeconfig");
    Kubeconfig.of(api).write(kubeconfig);
    cluster = Fabric8Cluster.connect("east", new ClusterAccess.Kubeconfig(kubeconfig, "east"));
    for (String namespace : List.of("business", "nobody-cares")) {
      api.createNamespace(namespace);
      api.put(
          Map.of(
              "apiVersion",
              "v1",
              "kind",
              "PersistentVolumeClaim",
              "metadata",
              Map.of("namespace", namespace, "name", "uploads"),
              "spec",
              Map.of(
                  "accessModes",
                  List.of("ReadWriteOnce"),
                  "resources",
                  Map.of("requests", Map.of("storage", "1Gi")))));
    }
  }

  @AfterAll
  static void stop() {
    cluster.close();
    api.close();
  }

  @AfterEach
  void close() {
    api.faults().clear();
    starter.close();
    runner.close();
  }

  private ProducerTemplate producer() {
    return context.createProducerTemplate();
  }

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.setRoutesIncludePattern(
        "file:routes/probe-coverage.camel.yaml,file:routes/results.camel.yaml,"
            + "file:routes/errors.camel.yaml,file:routes/schedule.camel.yaml");
    main.addRoutesBuilder(new ProbeTemplates(config, rounds));
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    registry.bind("cluster-east", cluster);
    registry.bind("objects-east", new KubeObjectLists(cluster, List.of(), clock));
    registry.bind("kube-east", cluster.camelClient());
    registry.bind("settings-coverage", settings);
    registry.bind("rounds", rounds);
    registry.bind("starter", starter);
    registry.bind("board", board);
    registry.bind("look", new LookProcessor(runner));
  }

  private List<String> board() {
    return board.standings().stream()
        .map(Standing::latest)
        .map(
            result ->
                result.target().path()
                    + " "
                    + result.status()
                    + " "
                    + result.findings().stream().map(Finding::code).toList())
        .toList();
  }

  private void seen(String... lines) {
    starter.scheduled("east", "coverage");
    await()
        .atMost(20, SECONDS)
        .untilAsserted(() -> assertThat(board()).containsExactlyInAnyOrder(lines));
  }

  @Test
  void withoutVolsyncTheSummaryTellsAndWhatIsExcludedCountsForNothing() {
    seen(
        "discovery OK []",
        "summary WARNING [volsync-missing]",
        "business/pvc/uploads WARNING [claim-unprotected]");
    assertThat(board.standings())
        .flatExtracting(standing -> standing.latest().checks())
        .extracting(check -> check.observed())
        .anyMatch(observed -> observed.endsWith("1 without a backup, of 1"));
  }

  @Test
  void aListThatIsRefusedIsUnknownAndNeverEmpty() {
    seen(
        "discovery OK []",
        "summary WARNING [volsync-missing]",
        "business/pvc/uploads WARNING [claim-unprotected]");
    api.faults().add(Fault.status("sources", "/replicationsources", 403));
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                seen(
                    "discovery OK []",
                    "summary UNKNOWN [forbidden]",
                    "business/pvc/uploads UNKNOWN [forbidden]"));
    api.faults().add(Fault.status("claims", "/persistentvolumeclaims", 403));
    seen(
        "discovery UNKNOWN [forbidden]",
        "summary UNKNOWN [forbidden]",
        "business/pvc/uploads UNKNOWN [forbidden]");
    assertThat(board.standings()).allMatch(s -> s.latest().status() == Status.UNKNOWN);
  }
}
