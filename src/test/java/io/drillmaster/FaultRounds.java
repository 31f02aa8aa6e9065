package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.ConfigLoader;
import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeResult;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.Fault;
import io.drillmaster.lab.Lab;
import io.drillmaster.lab.LabOptions;
import io.drillmaster.metrics.Exposition;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A lab and a daemon that watches it: what is broken must be seen, and what is repaired too. */
public final class FaultRounds implements AutoCloseable {
  private static final Duration SOON = Duration.ofSeconds(20);

  private final Lab lab;
  private final Drillmaster daemon;

  private FaultRounds(Lab lab, Drillmaster daemon) {
    this.lab = lab;
    this.daemon = daemon;
  }

  /** Starts both and waits until all is well. */
  public static FaultRounds start(LabOptions options, Path folder) throws Exception {
    return start(options, folder, probe -> true);
  }

  /** The same with some of the probes switched off, which would only take time. */
  public static FaultRounds start(LabOptions options, Path folder, Predicate<String> probes)
      throws Exception {
    Lab lab = Lab.start(options);
    DrillmasterConfig config = only(probes, ConfigLoader.load(lab.writeConfig(folder)));
    FaultRounds rounds = new FaultRounds(lab, Drillmaster.start(config));
    rounds.awaitHealth();
    return rounds;
  }

  private static DrillmasterConfig only(Predicate<String> probes, DrillmasterConfig all) {
    Map<String, ProbeSettings> settings = new HashMap<>(all.probes());
    settings.replaceAll(
        (probe, one) ->
            new ProbeSettings(
                one.enabled() && probes.test(probe), one.every(), one.deadline(), one.more()));
    return new DrillmasterConfig(
        all.clusters(), settings, all.api(), all.management(), all.store(), all.between());
  }

  /** The faults of a family that must be found. */
  public static Stream<Fault> harmful(String family) {
    return Lab.faults(family).stream().filter(fault -> !fault.findingCode().equals(Fault.SURVIVED));
  }

  /** The faults of a family that must be survived without a finding. */
  public static Stream<Fault> survived(String family) {
    return Lab.faults(family).stream().filter(fault -> fault.findingCode().equals(Fault.SURVIVED));
  }

  public Lab lab() {
    return lab;
  }

  public Drillmaster daemon() {
    return daemon;
  }

  /** Status, finding, metric and table row when it breaks; silence when it is repaired. */
  public void isFoundAndGoesWithItsRepair(Fault fault) throws Exception {
    Target target = lab.inject(fault.name());
    try {
      await().atMost(SOON).untilAsserted(() -> isFound(fault, target));
      assertThat(Http.get(daemon.apiUrl() + "/api/v1/clusters/" + target.cluster() + "/status"))
          .containsPattern("(?m)^[✖?⚠] " + target.kind() + " +" + target.path());
      assertThat(unhealthy())
          .allSatisfy(one -> assertThat(one).matches(seen -> mayBeSeen(seen, target)));
    } finally {
      lab.repair(fault.name());
    }
    awaitHealth();
  }

  /** What is outside of all clusters is seen from each of them. */
  private static boolean mayBeSeen(String unhealthy, Target target) {
    boolean outside = target.kind().equals("sso");
    return unhealthy.startsWith(target.cluster() + "/")
        || outside && unhealthy.contains("/" + target.kind() + "/");
  }

  private void isFound(Fault fault, Target target) throws Exception {
    assertThat(latest(target)).as("%s", target).isPresent();
    ProbeResult latest = latest(target).orElseThrow();
    assertThat(latest.findings())
        .as("%s", target)
        .extracting(Finding::code)
        .contains(fault.findingCode());
    assertThat(latest.status()).isNotEqualTo(Status.OK);
    assertThat(hasMetric(target, fault.findingCode())).as("metric of %s", target).isTrue();
  }

  /** Nothing is said about it for a while, nor about its repair. */
  public void isSurvived(Fault fault) {
    lab.inject(fault.name());
    try {
      staysHealthy();
    } finally {
      lab.repair(fault.name());
    }
    awaitHealth();
  }

  /** Nothing is said for some rounds. */
  public void staysHealthy() {
    await()
        .during(Duration.ofSeconds(3))
        .atMost(SOON)
        .untilAsserted(() -> assertThat(unhealthy()).isEmpty());
  }

  private boolean hasMetric(Target target, String code) throws Exception {
    return Exposition.parse(Http.get(daemon.managementUrl() + "/metrics"))
        .samples("drillmaster_finding")
        .stream()
        .map(Exposition.Sample::labels)
        .anyMatch(
            labels ->
                target.cluster().equals(labels.get("cluster"))
                    && target.kind().equals(labels.get("probe"))
                    && target.path().equals(labels.get("target"))
                    && code.equals(labels.get("code")));
  }

  /** The latest result of a target. */
  public Optional<ProbeResult> latest(Target target) {
    return daemon.board().standings().stream()
        .map(Standing::latest)
        .filter(result -> result.target().equals(target))
        .findFirst();
  }

  /** Waits until something was looked at in each cluster and everything is well. */
  public void awaitHealth() {
    await()
        .atMost(SOON)
        .untilAsserted(
            () -> {
              assertThat(unhealthy()).isEmpty();
              assertThat(daemon.board().standings())
                  .extracting(standing -> standing.latest().target().cluster())
                  .containsAll(lab.clusters());
            });
  }

  private List<String> unhealthy() {
    return daemon.board().standings().stream()
        .map(Standing::latest)
        .filter(result -> result.status() != Status.OK)
        .map(result -> result.target() + " " + result.findings())
        .toList();
  }

  @Override
  public void close() {
    daemon.close();
    lab.close();
  }
}
