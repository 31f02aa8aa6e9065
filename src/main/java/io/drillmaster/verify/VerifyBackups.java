package io.drillmaster.verify;

import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.InvalidRunException.Problem;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunRequest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Looks anew at every backup of one cluster, or of all clusters one after the other. */
public final class VerifyBackups implements PlanFactory {
  public static final String KIND = "verify-backups";

  private final ProbeRounds rounds;
  private final Map<String, List<String>> components;
  private final Choice.Offer offer;

  /**
   * @param clusters names of those that this daemon watches
   * @param components names of the probes of each component, in the order in which they are to look
   */
  public VerifyBackups(
      ProbeRounds rounds, List<String> clusters, Map<String, List<String>> components) {
    this.rounds = rounds;
    this.components = new LinkedHashMap<>(components);
    this.offer = new Choice.Offer(clusters, List.copyOf(this.components.keySet()));
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Parameter> parameters() {
    return offer.parameters();
  }

  @Override
  public Plan plan(RunRequest request) throws InvalidRunException {
    Choice choice = offer.choose(this, request);
    List<String> probes = probes(choice);
    if (probes.isEmpty()) {
      throw new InvalidRunException(
          List.of(
              new Problem(
                  "/" + Choice.COMPONENT, "no probe of it is enabled in the configuration")));
    }
    List<Phase> phases =
        choice.clusters().stream()
            .flatMap(
                cluster -> probes.stream().map(probe -> new VerifyRound(rounds, cluster, probe)))
            .map(VerifyRound::phase)
            .toList();
    return Plan.verification(KIND, choice.target(KIND), phases);
  }

  private List<String> probes(Choice choice) {
    return components.entrySet().stream()
        .filter(entry -> choice.wants(entry.getKey()))
        .flatMap(entry -> entry.getValue().stream())
        .distinct()
        .toList();
  }
}
