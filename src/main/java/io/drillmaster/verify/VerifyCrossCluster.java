package io.drillmaster.verify;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeRounds;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.Phase;
import io.drillmaster.core.run.PhaseContext;
import io.drillmaster.core.run.Plan;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.RunRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Looks anew at the ways between the clusters: whether telemetry arrives, people can log in, and
 * declared paths are open. What is not configured is said and is not OK.
 */
public final class VerifyCrossCluster implements PlanFactory {
  public static final String KIND = "verify-cross-cluster";
  private static final Duration SOON = Duration.ofSeconds(30);

  private final ProbeRounds rounds;
  private final Map<String, Component> components;
  private final Choice.Offer offer;

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
    List<Phase> phases = new ArrayList<>();
    choice.clusters().forEach(cluster -> phases.addAll(phases(cluster, choice)));
    return Plan.verification(KIND, choice.target(KIND), phases);
  }

  private List<Phase> phases(String cluster, Choice choice) {
    List<Phase> phases = new ArrayList<>();
    List<String> wanted = components.keySet().stream().filter(choice::wants).toList();
    boolean any = wanted.stream().anyMatch(name -> looks(name, cluster));
    boolean elsewhere =
        choice.isOfAllClusters() && wanted.stream().anyMatch(name -> !clusters(name).isEmpty());
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
