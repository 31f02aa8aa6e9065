package io.drillmaster.coverage;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.KubeFailures;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import java.util.List;
import java.util.Optional;

/** All objects of a kind, or why they are not known: the two must never look alike. */
sealed interface Listing {
  /** It was answered. */
  record Read(List<Resource> objects) implements Listing {
    public Read {
      objects = List.copyOf(objects);
    }
  }

  /** The cluster serves no such kind, so that there is none of it. */
  record NotInstalled() implements Listing {}

  /** Nobody knows what there is. */
  record Refused(Finding finding) implements Listing {}

  /**
   * @param told by a step of the route: a list of {@link Resource}s, or the exception that it ended
   *     with
   * @throws IllegalArgumentException where it is neither, which is a defect of the route
   */
  static Listing of(Object told, KubeCluster cluster, ResourceKind kind) {
    if (told instanceof List<?> objects) {
      return new Read(objects.stream().map(Resource.class::cast).toList());
    }
    if (told instanceof Throwable failure) {
      Finding finding = KubeFailures.translate(failure, cluster, kind).finding();
      return finding.code().equals("kind-not-installed")
          ? new NotInstalled()
          : new Refused(finding);
    }
    throw new IllegalArgumentException("neither a list nor a failure of " + kind.plural());
  }

  /** What is there as far as it is known. */
  default List<Resource> known() {
    return this instanceof Read read ? read.objects() : List.of();
  }

  /** Why it is not known. */
  default Optional<Finding> refusal() {
    return this instanceof Refused refused ? Optional.of(refused.finding()) : Optional.empty();
  }
}
