package io.drillmaster.web;

import static java.util.stream.Collectors.groupingBy;

import io.drillmaster.config.DrillmasterConfig;
import io.drillmaster.config.DrillmasterConfig.ClusterConfig;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Standing;
import io.drillmaster.core.probe.Status;
import io.drillmaster.core.probe.StatusBoard;
import io.drillmaster.core.probe.Target;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the status board against what is configured, so that what is missing shows. */
final class Estate {
  private static final String RUNBOOK = "docs/runbooks/CannotLook.md";
  private static final Duration LEAST_PATIENCE = Duration.ofMinutes(1);

  private final StatusBoard board;
  private final DrillmasterConfig config;
  private final Clock clock;

  Estate(StatusBoard board, DrillmasterConfig config, Clock clock) {
    this.board = board;
    this.config = config;
    this.clock = clock;
  }

  List<String> clusters() {
    return config.clusters().stream().map(ClusterConfig::name).toList();
  }

  Clock clock() {
    return clock;
  }

  EstateView now() {
    Instant now = clock.instant();
    Map<String, List<Standing>> standings =
        board.standings().stream().collect(groupingBy(s -> s.latest().target().cluster()));
    return new EstateView(
        now,
        config.clusters().stream()
            .map(c -> cluster(c, standings.getOrDefault(c.name(), List.of()), now))
            .toList());
  }

  private ClusterView cluster(ClusterConfig cluster, List<Standing> standings, Instant now) {
    List<TargetView> targets = new ArrayList<>();
    standings.stream()
        .map(standing -> view(standing, standings, now))
        .filter(view -> !view.isDiscovery() || view.status() != Status.OK)
        .forEach(targets::add);
    config.probes().entrySet().stream()
        .filter(probe -> config.looks(probe.getKey(), cluster))
        .filter(p -> standings.stream().noneMatch(s -> s.latest().probe().equals(p.getKey())))
        .forEach(probe -> targets.add(silent(cluster.name(), probe.getKey(), now)));
    return new ClusterView(cluster.name(), cluster.role(), targets);
  }

  private TargetView view(Standing standing, List<Standing> all, Instant now) {
    Target target = standing.latest().target();
    String probe = standing.latest().probe();
    Target discovery = new Target(target.cluster(), probe, "", TargetView.DISCOVERY);
    boolean silentProbe =
        !target.equals(discovery)
            && all.stream().anyMatch(s -> s.latest().target().equals(discovery) && isStale(s, now));
    Optional<Finding> stale =
        Optional.of(standing).filter(s -> isStale(s, now)).map(s -> stale(s, now));
    return new TargetView(
        target,
        probe,
        Optional.of(standing),
        stale.map(finding -> silentProbe ? finding.causedBy(discovery) : finding),
        now);
  }

  private boolean isStale(Standing standing, Instant now) {
    Duration age = Duration.between(standing.latest().endedAt(), now);
    return age.compareTo(patience(standing.latest().probe())) > 0;
  }

  private Finding stale(Standing standing, Instant now) {
    Duration age = Duration.between(standing.latest().endedAt(), now);
    return Finding.unknown("result-stale", "The last answer is too old to be believed.")
        .expected("a look every " + Words.objective(every(standing.latest().probe())))
        .observed("last looked " + Words.span(age) + " ago")
        .next("task dr:verify-backups CLUSTER=" + standing.latest().target().cluster())
        .runbook(RUNBOOK);
  }

  private TargetView silent(String cluster, String probe, Instant now) {
    Finding finding =
        Finding.unknown("never-looked", "This probe has not answered since the daemon started.")
            .expected("a look every " + Words.objective(every(probe)))
            .observed("no answer yet")
            .next("task dr:verify-backups CLUSTER=" + cluster)
            .runbook(RUNBOOK);
    Target target = new Target(cluster, probe, "", TargetView.DISCOVERY);
    return new TargetView(target, probe, Optional.empty(), Optional.of(finding), now);
  }

  private Duration every(String probe) {
    return settings(probe).map(ProbeSettings::every).orElse(Duration.ZERO);
  }

  /** Three rounds may be missed: a busy fan-out and one failed look are no silence. */
  private Duration patience(String probe) {
    Duration rounds =
        settings(probe)
            .map(s -> s.every().multipliedBy(3).plus(s.deadline().multipliedBy(2)))
            .orElse(LEAST_PATIENCE);
    return rounds.compareTo(LEAST_PATIENCE) < 0 ? LEAST_PATIENCE : rounds;
  }

  private Optional<ProbeSettings> settings(String probe) {
    return Optional.ofNullable(config.probes().get(probe));
  }
}
