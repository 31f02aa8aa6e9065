package io.drillmaster.core.run;

import java.util.List;
import java.util.Optional;

/** The kinds of runs that this daemon can plan. */
final class RunKinds {
  private static final System.Logger LOG = System.getLogger(RunKinds.class.getName());

  private final List<PlanFactory> factories;

  RunKinds(List<PlanFactory> factories) {
    this.factories = List.copyOf(factories);
    if (factories.stream().map(PlanFactory::kind).distinct().count() != factories.size()) {
      throw new IllegalArgumentException("two plan factories for one kind");
    }
  }

  List<PlanFactory> factories() {
    return factories;
  }

  Plan plan(RunRequest request) throws InvalidRunException {
    Optional<PlanFactory> factory =
        factories.stream().filter(f -> f.kind().equals(request.kind())).findFirst();
    if (factory.isEmpty()) {
      String kinds = String.join(", ", factories.stream().map(PlanFactory::kind).sorted().toList());
      throw new InvalidRunException("/kind", "there is no such kind; kinds are " + kinds);
    }
    return factory.get().plan(request);
  }

  /** The plan of a run that was accepted earlier, if it can still be built. */
  Optional<Plan> planAgain(RunRequest request) {
    try {
      return Optional.of(plan(request));
    } catch (InvalidRunException | RuntimeException notAnyMore) {
      LOG.log(
          System.Logger.Level.WARNING, "the plan of an old run cannot be built again", notAnyMore);
      return Optional.empty();
    }
  }
}
