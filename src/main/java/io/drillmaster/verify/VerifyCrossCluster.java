package io.drillmaster.verify;

import io.drillmaster.core.NearestWord;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.InvalidRunException.Problem;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.PhaseContext;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunParameters;
import io.drillmaster.core.run.RunRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Looks anew at the ways between the clusters: whether telemetry arrives, people can log in, and
 * declared paths are open. What is not configured is said and is not OK.
 */
public final class VerifyCrossCluster implements PlanFactory {
  public static final String KIND = "verify-cross-cluster";
  public static final String COMPONENT = "component";
  private static final String ALL_COMPONENTS = "all";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ProbeRounds rounds;
  private final List<String> clusters;
  private final Map<String, Component> components;

  /**
   * What one probe looks at.
   *
   * @param enabled false where it was switched off, which is a decision and no gap
   * @param clusters for which something is declared; none where nothing is
   */
  public record Component(boolean enabled, List<String> clusters) {
    public Component {
      clusters = List.copyOf(clusters);
    }
  }

  /**
   * @param clusters names of those that this daemon watches
   * @param components by the names of their probes, in the order in which they are to look
   */
  public VerifyCrossCluster(
      ProbeRounds rounds, List<String> clusters, Map<String, Component> components) {
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
      String names = String.join(", ", clusters);
      problems.add(
          new Problem("/cluster", "must be one of " + names + " or " + RunRequest.ALL_CLUSTERS));
    }
    Optional<String> component = Optional.ofNullable(request.parameters().get(COMPONENT));
    component
        .filter(given -> !components.containsKey(given))
        .ifPresent(given -> problems.add(new Problem("/" + COMPONENT, unknown(given))));
    if (!problems.isEmpty()) {
      throw new InvalidRunException(problems);
    }
    List<Phase> phases = new ArrayList<>();
    (all ? clusters : List.of(request.cluster()))
        .forEach(cluster -> phases.addAll(phases(cluster, component, all)));
    Target target = new Target(request.cluster(), KIND, "", component.orElse(ALL_COMPONENTS));
    return Plan.verification(KIND, target, phases);
  }

  private String unknown(String given) {
    List<String> known = List.copyOf(components.keySet());
    String hint =
        NearestWord.to(given, known).map(near -> "; did you mean " + near + "?").orElse("");
    return "must be one of " + String.join(", ", known) + hint;
  }

  private List<Phase> phases(String cluster, Optional<String> chosen, boolean all) {
    List<Phase> phases = new ArrayList<>();
    List<String> wanted = chosen.map(List::of).orElse(List.copyOf(components.keySet()));
    boolean any = wanted.stream().anyMatch(name -> looks(name, cluster));
    boolean elsewhere = all && wanted.stream().anyMatch(name -> !clusters(name).isEmpty());
    for (String name : wanted) {
      if (looks(name, cluster)) {
        phases.add(new VerifyRound(rounds, cluster, name).phase());
      } else {
        boolean isGap = clusters(name).isEmpty() && components.get(name).enabled();
        boolean isAll = !any && !elsewhere;
        phases.add(
            Phase.of(
                cluster + "-" + name,
                SOON,
                context -> notHere(context, cluster, name, isGap || isAll)));
      }
    }
    return phases;
  }

  private boolean looks(String name, String cluster) {
    return clusters(name).contains(cluster);
  }

  /** Those that the component looks at. */
  private List<String> clusters(String name) {
    Component component = components.get(name);
    return component.enabled() ? component.clusters() : List.of();
  }

  /**
   * @param isGap whether it keeps the verification from being good: nobody decided that nothing is
   *     looked at, or nothing else is looked at either
   */
  private void notHere(PhaseContext context, String cluster, String name, boolean isGap) {
    String sentence = sentence(cluster, name);
    context.progress((isGap ? "? " : "· ") + name + ": " + sentence);
    if (isGap) {
      Finding finding =
          Finding.unknown("not-configured", sentence)
              .expected(name + " looks at " + cluster)
              .observed("nobody looks")
              .next(
                  "declare it as docs/configuration.md says, or set probes."
                      + name
                      + ".enabled: false")
              .runbook("docs/runbooks/CannotLook.md");
      context.check(
          new Target(cluster, name, "", "discovery"), Check.failed("configured", finding));
    }
  }

  private String sentence(String cluster, String name) {
    Component component = components.get(name);
    if (!component.enabled()) {
      return "It is switched off in the configuration.";
    }
    if (component.clusters().isEmpty()) {
      return "It is not configured, so nothing is proven.";
    }
    return "Nothing is declared for %s; it looks at %s."
        .formatted(cluster, String.join(", ", component.clusters()));
  }
}
