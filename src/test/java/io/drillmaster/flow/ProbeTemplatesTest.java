package io.drillmaster.flow;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

import io.drillmaster.cnpg.CnpgBuckets;
import io.drillmaster.cnpg.CnpgSettings;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.ProbeRunner;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.kube.Fabric8Cluster;
import io.drillmaster.kube.FakeCluster;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.s3.FakeBuckets;
import io.drillmaster.volsync.VolsyncBuckets;
import io.drillmaster.volsync.VolsyncProbe;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.component.quartz.QuartzComponent;
import org.apache.camel.main.MainConfigurationProperties;
import org.apache.camel.spi.Registry;
import org.apache.camel.test.main.junit5.CamelMainTestSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quartz.Scheduler;
import org.quartz.Trigger;
import org.quartz.TriggerKey;

/** The templates in routes/, as they are, with a cluster that is a fake. */
class ProbeTemplatesTest extends CamelMainTestSupport {
  @TempDir static Path directory;

  private final Clock clock = Clock.systemUTC();
  private final StatusBoard board = new StatusBoard();
  private final Rounds rounds = new Rounds(board, clock);
  private final RoundStarter starter = new RoundStarter(rounds, this::producer, clock);
  private final ProbeRunner runner = new ProbeRunner(clock, 4, (target, defect) -> {});
  private final FakeCluster cluster = new FakeCluster();
  private final ClusterConfig configured =
      new ClusterConfig("infra", "", new ClusterAccess.InCluster(), List.of("left-out"));
  private final DrillmasterConfig config =
      new DrillmasterConfig(
          List.of(configured),
          Map.of(
              "volsync",
              settings(
                  Map.of(
                      "bucketEvery", Duration.ofMinutes(5),
                      "graceAfterMissedSync", Duration.ofMinutes(30),
                      "stuckAfter", Duration.ofHours(6),
                      "staleLockAfter", Duration.ofMinutes(30))),
              "cnpg",
              settings(CnpgSettings.USUAL),
              "object-store",
              settings(
                  Map.of(
                      "inventoryEvery", Duration.ofHours(1),
                      "latencyWarning", Duration.ofSeconds(2),
                      "clockSkewWarning", Duration.ofMinutes(1))),
              "external-secrets",
              settings(
                  Map.of(
                      "objective", Duration.ofMinutes(5),
                      "graceAfterMissedRefresh", Duration.ofMinutes(10),
                      "lookAtSecrets", "where-allowed",
                      "meantToStay", List.of()))),
          new DrillmasterConfig.ApiConfig("127.0.0.1", 0, Optional.empty(), false),
          new DrillmasterConfig.ManagementConfig("127.0.0.1", 0),
          new DrillmasterConfig.StoreConfig(
              Path.of("target"), Duration.ofDays(1), Duration.ofDays(1)));
  private final ProbeTemplates templates = new ProbeTemplates(config, rounds);

  private static ProbeSettings settings(Map<String, Object> more) {
    return new ProbeSettings(true, Duration.ofHours(7), Duration.ofSeconds(5), more);
  }

  private ProducerTemplate producer() {
    return context.createProducerTemplate();
  }

  @Override
  protected void configure(MainConfigurationProperties main) {
    main.setRoutesIncludePattern(
        "file:routes/probe-volsync.camel.yaml,file:routes/probe-object-store.camel.yaml,"
            + "file:routes/probe-external-secrets.camel.yaml,"
            + "file:routes/probe-cnpg.camel.yaml,"
            + "file:routes/results.camel.yaml,file:routes/errors.camel.yaml,"
            + "file:routes/schedule.camel.yaml");
    main.addRoutesBuilder(templates);
  }

  @Override
  protected void bindToRegistry(Registry registry) {
    KubeObjectLists lists =
        new KubeObjectLists(
            cluster, List.of(new VolsyncBuckets(cluster), new CnpgBuckets(cluster)), clock);
    registry.bind("cluster-infra", cluster);
    registry.bind("objects-infra", lists);
    registry.bind("bucket-sources-infra", lists);
    registry.bind("kube-infra", nowhere().camelClient());
    registry.bind("buckets", new FakeBuckets(clock));
    registry.bind("clock", clock);
    config.probes().forEach((name, settings) -> registry.bind("settings-" + name, settings));
    registry.bind("rounds", rounds);
    registry.bind("starter", starter);
    registry.bind("board", board);
    registry.bind("look", new LookProcessor(runner));
  }

  private static Fabric8Cluster nowhere() {
    Path kubeconfig = directory.resolve("kubeconfig");
    try {
      Files.writeString(
          kubeconfig,
          """
          apiVersion: v1
          kind: Config
          clusters: [{name: infra, cluster: {server: "http://127.0.0.1:1"}}]
          contexts: [{name: infra, context: {cluster: infra, user: infra}}]
          users: [{name: infra, user: {token: none}}]
          """);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return Fabric8Cluster.connect("infra", new ClusterAccess.Kubeconfig(kubeconfig, "infra"));
  }

  @AfterEach
  void close() {
    starter.close();
    runner.close();
  }

  private void source(String namespace, String name) {
    Map<String, Object> restic = Map.of("repository", name + "-secret");
    cluster.put(
        VolsyncProbe.KIND,
        new Resource(
            Map.of(
                "kind", "ReplicationSource",
                "metadata", Map.of("namespace", namespace, "name", name),
                "spec", Map.of("sourcePVC", name, "restic", restic))));
  }

  private List<String> board() {
    return board.standings().stream().map(s -> s.latest().target().toString()).toList();
  }

  @Test
  void eachSourceAndEachBucketGetsAResultThroughItsTemplate() {
    source("business", "odoo");
    source("business", "n8n");
    source("left-out", "junk");
    starter.scheduled("infra", "volsync");
    starter.scheduled("infra", "object-store");
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                assertThat(board())
                    .containsExactlyInAnyOrder(
                        "infra/volsync/discovery",
                        "infra/volsync/business/odoo",
                        "infra/volsync/business/n8n",
                        "infra/object-store/discovery",
                        "infra/object-store/business/odoo-secret",
                        "infra/object-store/business/n8n-secret"));
    ProbeResult found = board.standings().get(0).latest();
    assertThat(found.checks()).extracting(Check::observed).containsExactly("2 buckets");
  }

  @Test
  void eachExternalSecretAndEachStoreGetsAResultFromOneRound() {
    external("ExternalSecret", "externalsecrets", "business", "odoo");
    external("ExternalSecret", "externalsecrets", "left-out", "junk");
    external("SecretStore", "secretstores", "business", "vault");
    external("ClusterSecretStore", "clustersecretstores", "", "onepassword");
    starter.scheduled("infra", "external-secrets");
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                assertThat(board())
                    .containsExactlyInAnyOrder(
                        "infra/external-secrets/discovery",
                        "infra/external-secrets/business/odoo",
                        "infra/external-secrets/business/secretstore/vault",
                        "infra/external-secrets/clustersecretstore/onepassword"));
    assertThat(templates.watchedKinds("external-secrets"))
        .extracting(KubeObjectLists::kindOf)
        .extracting(ResourceKind::apiVersion, ResourceKind::plural, ResourceKind::kind)
        .containsExactly(
            tuple("external-secrets.io/v1", "externalsecrets", "ExternalSecret"),
            tuple("external-secrets.io/v1", "secretstores", "SecretStore"),
            tuple("external-secrets.io/v1", "clustersecretstores", "ClusterSecretStore"));
  }

  private void external(String kind, String plural, String namespace, String name) {
    cluster.put(
        new ResourceKind("external-secrets.io", "v1", plural, kind, true),
        new Resource(
            Map.of("kind", kind, "metadata", Map.of("namespace", namespace, "name", name))));
  }

  @Test
  void eachDatabaseGetsAResultThroughItsTemplate() {
    cluster.put(
        KubeObjectLists.kindOf(templates.watchedKinds("cnpg").get(0)),
        new Resource(
            Map.of(
                "kind", "Cluster",
                "metadata", Map.of("namespace", "shop", "name", "orders"),
                "spec", Map.of("instances", 1))));
    starter.scheduled("infra", "cnpg");
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                assertThat(board())
                    .containsExactlyInAnyOrder("infra/cnpg/discovery", "infra/cnpg/shop/orders"));
  }

  @Test
  void aRefusedListIsTheAnswerOfEveryTarget() {
    source("business", "odoo");
    starter.scheduled("infra", "volsync");
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () ->
                assertThat(board())
                    .containsExactly("infra/volsync/discovery", "infra/volsync/business/odoo"));
    cluster.refuse(VolsyncProbe.KIND, Finding.unknown("forbidden", "No.").next("grant it"));
    await()
        .atMost(20, SECONDS)
        .untilAsserted(
            () -> {
              starter.scheduled("infra", "volsync");
              assertThat(board.standings())
                  .extracting(Standing::latest)
                  .allMatch(r -> r.status() == Status.UNKNOWN)
                  .allMatch(r -> r.findings().get(0).code().equals("forbidden"));
            });
  }

  @Test
  void whatTheDaemonWatchesIsWrittenInTheTemplate() {
    assertThat(templates.watchedKinds("volsync"))
        .containsExactly("volsync.backube/v1alpha1/replicationsources/ReplicationSource");
    assertThat(KubeObjectLists.kindOf(templates.watchedKinds("volsync").get(0)))
        .isEqualTo(VolsyncProbe.KIND);
    assertThatThrownBy(() -> KubeObjectLists.kindOf("replicationsources"))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyScheduleKeepsItsOffsetFromTheStart() throws Exception {
    Scheduler scheduler = context.getComponent("quartz", QuartzComponent.class).getScheduler();
    for (Lane lane : templates.lanes()) {
      Trigger trigger = scheduler.getTrigger(TriggerKey.triggerKey(lane.id(), "probes"));
      Instant expected = clock.instant().plus(ProbeTemplates.offset(lane));
      await()
          .atMost(20, SECONDS)
          .untilAsserted(
              () ->
                  assertThat(
                          scheduler
                              .getTrigger(trigger.getKey())
                              .getFireTimeAfter(Date.from(clock.instant()))
                              .toInstant())
                      .isCloseTo(expected, within(10, ChronoUnit.SECONDS)));
    }
    assertThat(board()).isEmpty();
  }

  @Test
  void offsetsAreSpreadOverTheIntervalAndAlwaysTheSame() {
    Lane lane =
        new Lane("infra", "volsync", Duration.ofSeconds(30), Duration.ofSeconds(5), List.of());
    assertThat(ProbeTemplates.offset(lane)).isEqualTo(ProbeTemplates.offset(lane));
    List<Duration> offsets =
        java.util.stream.IntStream.range(0, 100)
            .mapToObj(i -> new Lane("c" + i, "volsync", lane.every(), lane.deadline(), List.of()))
            .map(ProbeTemplates::offset)
            .toList();
    assertThat(offsets).allMatch(o -> !o.isNegative() && o.compareTo(lane.every()) < 0);
    for (int third = 0; third < 3; third++) {
      Duration from = Duration.ofSeconds(10L * third);
      assertThat(offsets)
          .filteredOn(o -> o.compareTo(from) >= 0 && o.compareTo(from.plusSeconds(10)) < 0)
          .hasSizeGreaterThan(15);
    }
  }
}
