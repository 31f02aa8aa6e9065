package io.drillmaster.verify;

import io.drillmaster.core.NearestWord;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.InvalidRunException.Problem;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunParameters;
import io.drillmaster.core.run.RunRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Looks anew at every backup of one cluster, or of all clusters one after the other. */
public final class VerifyBackups implements PlanFactory {
  public static final String KIND = "verify-backups";
  public static final String COMPONENT = "component";
  private static final String ALL_COMPONENTS = "all";

  private final ProbeRounds rounds;
  private final List<String> clusters;
  private final Map<String, List<String>> components;

  /**
   * @param clusters names of those that this daemon watches
   * @param components names of the probes of each component, in the order in which they are to look
   */
  public VerifyBackups(
      ProbeRounds rounds, List<String> clusters, Map<String, List<String>> components) {
    this.rounds = rounds;
    this.clusters = List.copyOf(clusters);
    this.components = new LinkedHashMap<>(components);
  }

  @Override
  public String kind() {
    return KIND;
  }

  @Override
  public List<Parameter> parameters() {
    String names = String.join(", ", components.keySet());
    return List.of(
        new Parameter(COMPONENT, false, "What to look at: " + names + "; everything by default."));
  }

  @Override
  public Plan plan(RunRequest request) throws InvalidRunException {
    List<Problem> problems = new ArrayList<>(RunParameters.problems(this, request));
    boolean all = request.cluster().equals(RunRequest.ALL_CLUSTERS);
    if (!all && !clusters.contains(request.cluster())) {
      problems.add(new Problem("/cluster", "must be one of " + names(clusters)));
    }
    Optional<String> component = Optional.ofNullable(request.parameters().get(COMPONENT));
    if (component.isPresent() && !components.containsKey(component.get())) {
      problems.add(new Problem("/" + COMPONENT, unknownComponent(component.get())));
    } else if (probes(component).isEmpty()) {
      problems.add(new Problem("/" + COMPONENT, "no probe of it is enabled in the configuration"));
    }
    if (!problems.isEmpty()) {
      throw new InvalidRunException(problems);
    }
    return plan(request.cluster(), all ? clusters : List.of(request.cluster()), component);
  }

  private static String names(List<String> clusters) {
    return String.join(", ", clusters) + " or " + RunRequest.ALL_CLUSTERS;
  }

  private String unknownComponent(String given) {
    List<String> known = List.copyOf(components.keySet());
    String hint =
        NearestWord.to(given, known).map(near -> "; did you mean " + near + "?").orElse("");
    return "must be one of " + String.join(", ", known) + hint;
  }

  private Plan plan(String cluster, List<String> wanted, Optional<String> component) {
    List<Phase> phases =
        wanted.stream()
            .flatMap(
                one -> probes(component).stream().map(probe -> new VerifyRound(rounds, one, probe)))
            .map(VerifyRound::phase)
            .toList();
    return Plan.verification(
        KIND, new Target(cluster, KIND, "", component.orElse(ALL_COMPONENTS)), phases);
  }

  private List<String> probes(Optional<String> component) {
    return components.entrySet().stream()
        .filter(entry -> component.map(entry.getKey()::equals).orElse(true))
        .flatMap(entry -> entry.getValue().stream())
        .distinct()
        .toList();
  }
}
