package io.drillmaster;

import io.drillmaster.cli.CannotStartException;
import io.drillmaster.cnpg.CnpgBuckets;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.TelemetryConfig;
import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.core.Version;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.probe.ProbeRunner;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.RunArchive;
import io.drillmaster.core.run.RunEngine;
import io.drillmaster.core.run.RunLocks;
import io.drillmaster.core.run.RunSettings;
import io.drillmaster.core.run.RunTime;
import io.drillmaster.flow.CamelHttp;
import io.drillmaster.flow.CamelProbeRounds;
import io.drillmaster.flow.CamelRuntime;
import io.drillmaster.flow.ChangeWatches;
import io.drillmaster.flow.KubeObjectLists;
import io.drillmaster.flow.LookProcessor;
import io.drillmaster.flow.ProbeTemplates;
import io.drillmaster.flow.RoundStarter;
import io.drillmaster.flow.Rounds;
import io.drillmaster.http.TlsHandshake;
import io.drillmaster.http.Trust;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.s3.BucketSource;
import io.drillmaster.s3.Buckets;
import io.drillmaster.s3.S3Buckets;
import io.drillmaster.store.EvidenceFiles;
import io.drillmaster.store.H2Store;
import io.drillmaster.store.ResultHistory;
import io.drillmaster.store.StoreException;
import io.drillmaster.telemetry.Nonces;
import io.drillmaster.volsync.VolsyncBuckets;
import io.drillmaster.web.RunJson;
import io.drillmaster.web.WebApi;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.camel.ProducerTemplate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the parts of one daemon and puts them together, in the order in which they need each other.
 */
final class Assembly {
  private static final Logger LOG = LoggerFactory.getLogger(Assembly.class);
  private static final int TARGETS_AT_ONCE = 8;
  private static final int PAST_RUNS = 50;
  private static final Duration GRACE_OF_RUNS = Duration.ofSeconds(5);

  private final DrillmasterConfig config;
  private final Closing closing;
  private final Clock clock = Clock.systemUTC();
  private final StatusBoard board = new StatusBoard();
  private final Rounds rounds = new Rounds(board, clock);
  private final Meters meters = new Meters();
  private final Map<String, Object> beans = new HashMap<>();

  Assembly(DrillmasterConfig config, Closing closing) {
    this.config = config;
    this.closing = closing;
  }

  Drillmaster start() {
    CamelRuntime.Settings servers = servers();
    H2Store store = openStore();
    Map<String, KubeCluster> clusters = closing.add(Clusters.connect(config.clusters())).byName();
    Buckets buckets = closing.add(new S3Buckets(clock));
    ProbeRunner runner = new ProbeRunner(clock, TARGETS_AT_ONCE, Assembly::broke);
    ResultHistory history = closing.add(new ResultHistory(store));
    bind(clusters, buckets, runner);
    listen(history, buckets, runner);
    sendNonces();

    ProbeTemplates templates = new ProbeTemplates(config, rounds);
    CompletableFuture<ProducerTemplate> producer = new CompletableFuture<>();
    connect(producer);
    RoundStarter starter = new RoundStarter(rounds, producer::join, clock);
    ChangeWatches changes = new ChangeWatches(starter);
    board.addListener(changes);
    beans.put("starter", starter);
    RunEngine runs = runs(store, new CamelProbeRounds(rounds, board, starter, clock));
    beans.put("runs", runs);
    CamelRuntime camel = closing.add(CamelRuntime.start(servers, beans, templates));
    closing.add(runner); // before Camel, which would wait for what is looked at
    closing.add(starter);
    producer.complete(camel.producer());
    closing.add(() -> runs.close(GRACE_OF_RUNS));
    runs.recover();
    closing.add(changes).start(templates, clusters);
    LOG.info("Drillmaster {} watches {}", Version.current(), String.join(", ", clusters.keySet()));
    return new Drillmaster(closing, board, runs, servers);
  }

  /** What asks services over the network, and whom it believes. */
  private void connect(CompletableFuture<ProducerTemplate> producer) {
    Trust trust = new Trust(config.between().authorities());
    try {
      beans.putAll(closing.add(new CamelHttp(producer::join, trust.context())).beans());
    } catch (Trust.UnreadableException e) {
      throw new CannotStartException(
          List.of("tls.authorities: " + e.getMessage()), "./drillmaster validate");
    }
    beans.put("handshake", closing.add(new TlsHandshake(clock, trust)));
    beans.put("between", config.between());
    config.clusters().forEach(cluster -> beans.put("config-" + cluster.name(), cluster));
  }

  private CamelRuntime.Settings servers() {
    Ports ports = new Ports();
    int api = ports.pick("api.port", config.api().host(), config.api().port());
    int management =
        ports.pick("management.port", config.management().host(), config.management().port());
    ports.check();
    Path home = Path.of(System.getProperty("drillmaster.home", "."));
    return new CamelRuntime.Settings(
        home, config.api().host(), api, config.management().host(), management);
  }

  private H2Store openStore() {
    try {
      return closing.add(H2Store.open(config.store(), clock));
    } catch (StoreException e) {
      LOG.debug("store", e);
      throw new CannotStartException(
          List.of("store: " + e.getMessage()), "ls -la " + config.store().directory());
    }
  }

  private void bind(Map<String, KubeCluster> clusters, Buckets buckets, ProbeRunner runner) {
    beans.put("board", board);
    beans.put("buckets", buckets);
    beans.put("clock", clock);
    beans.put("rounds", rounds);
    beans.put("look", new LookProcessor(runner));
    beans.put("metricsRegistry", meters.registry());
    config.probes().forEach((name, settings) -> beans.put("settings-" + name, settings));
    config
        .clusters()
        .forEach(one -> one.telemetry().ifPresent(t -> beans.put("telemetry-" + one.name(), t)));
    clusters.forEach(
        (name, cluster) -> {
          List<BucketSource> sources =
              List.of(new VolsyncBuckets(cluster), new CnpgBuckets(cluster));
          KubeObjectLists lists = new KubeObjectLists(cluster, sources, clock);
          beans.put("cluster-" + name, cluster);
          beans.put("kube-" + name, cluster.camelClient());
          beans.put("objects-" + name, lists);
          beans.put("bucket-sources-" + name, lists);
        });
  }

  /** Whoever wants to hear of results hears of them from here on. */
  private void listen(ResultHistory history, Buckets buckets, ProbeRunner runner) {
    history.restore(board, this::isConfigured);
    board.addListener(meters.probes(board.standings()));
    board.addListener(history);
    meters.daemon(buckets::listRequests, history::dropped, runner::abandonedThreads);
  }

  /** Where this daemon sends nonces, it does so from here on. */
  private void sendNonces() {
    config.clusters().stream()
        .flatMap(cluster -> cluster.telemetry().stream())
        .map(TelemetryConfig::nonce)
        .filter(NonceConfig::send)
        .findFirst()
        .ifPresent(nonce -> meters.nonces(closing.add(Nonces.start(nonce.every(), clock))));
  }

  private boolean isConfigured(Standing standing) {
    return config.clusters().stream()
        .filter(cluster -> cluster.name().equals(standing.latest().target().cluster()))
        .anyMatch(cluster -> config.looks(standing.latest().probe(), cluster));
  }

  private RunEngine runs(H2Store store, ProbeRounds probeRounds) {
    EvidenceFiles evidence =
        new EvidenceFiles(config.store().directory().resolve("evidence"), RunJson::evidence);
    store.whenPruned(evidence::delete);
    RunEngine engine =
        new RunEngine(
            Kinds.of(config, probeRounds),
            new RunArchive(store, evidence, Version.tool()),
            RunLocks.none(),
            RunSettings.STANDARD,
            RunTime.system(clock));
    engine.addListener(
        meters.drills(engine.history(Optional.empty(), Optional.empty(), PAST_RUNS)));
    beans.putAll(new WebApi(board, engine, evidence, config, clock).beans());
    return engine;
  }

  private static void broke(Target target, Throwable defect) {
    LOG.error("The probe of {} broke", target, defect);
  }
}
