package io.drillmaster.verify;

import io.drillmaster.core.NearestWord;
import io.drillmaster.core.probe.Target;
import io.drillmaster.core.run.InvalidRunException;
import io.drillmaster.core.run.InvalidRunException.Problem;
import io.drillmaster.core.run.PlanFactory;
import io.drillmaster.core.run.PlanFactory.Parameter;
import io.drillmaster.core.run.RunParameters;
import io.drillmaster.core.run.RunRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a verification is to look at.
 *
 * @param cluster as it was asked for: a name, or {@code all}
 * @param clusters what that means, in the order in which they are visited
 * @param component the only one that is wanted; empty where all are
 */
record Choice(String cluster, List<String> clusters, Optional<String> component) {
  static final String COMPONENT = "component";
  private static final String ALL_COMPONENTS = "all";

  /** What there is to choose from. */
  record Offer(List<String> clusters, List<String> components) {
    Offer {
      clusters = List.copyOf(clusters);
      components = List.copyOf(components);
    }

    List<Parameter> parameters() {
      String names = String.join(", ", components);
      return List.of(
          new Parameter(
              COMPONENT, false, "What to look at: " + names + "; everything by default."));
    }

    /**
     * @throws InvalidRunException with everything that is wrong with the request
     */
    Choice choose(PlanFactory kind, RunRequest request) throws InvalidRunException {
      List<Problem> problems = new ArrayList<>(RunParameters.problems(kind, request));
      boolean all = request.cluster().equals(RunRequest.ALL_CLUSTERS);
      if (!all && !clusters.contains(request.cluster())) {
        String names = String.join(", ", clusters);
        problems.add(
            new Problem("/cluster", "must be one of " + names + " or " + RunRequest.ALL_CLUSTERS));
      }
      Optional<String> component = Optional.ofNullable(request.parameters().get(COMPONENT));
      component
          .filter(given -> !components.contains(given))
          .ifPresent(given -> problems.add(new Problem("/" + COMPONENT, unknown(given))));
      if (!problems.isEmpty()) {
        throw new InvalidRunException(problems);
      }
      return new Choice(request.cluster(), all ? clusters : List.of(request.cluster()), component);
    }

    private String unknown(String given) {
      String hint =
          NearestWord.to(given, components).map(near -> "; did you mean " + near + "?").orElse("");
      return "must be one of " + String.join(", ", components) + hint;
    }
  }

  boolean isOfAllClusters() {
    return cluster.equals(RunRequest.ALL_CLUSTERS);
  }

  boolean wants(String name) {
    return component.map(name::equals).orElse(true);
  }

  Target target(String kind) {
    return new Target(cluster, kind, "", component.orElse(ALL_COMPONENTS));
  }
}
