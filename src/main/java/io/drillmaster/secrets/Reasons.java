package io.drillmaster.secrets;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Asks the Events of an object why the operator could not do it. */
record Reasons(KubeCluster cluster) {
  private static final int LATEST = 3;

  /** Where Events cannot be had, the condition alone has to tell. */
  Why why(Resource object, Ready ready, ProbeContext context) {
    return Why.of(ready.message(), events(object, ready, context));
  }

  private List<String> events(Resource object, Ready ready, ProbeContext context) {
    Instant since = ready.since().orElse(Instant.EPOCH).minusSeconds(1);
    try {
      return cluster.events(object, context.deadline()).stream()
          .filter(event -> event.string("type").equals(Optional.of("Warning")))
          .filter(event -> !toldAt(event).isBefore(since))
          .sorted(Comparator.comparing(Reasons::toldAt).reversed())
          .limit(LATEST)
          .flatMap(event -> event.string("message").stream())
          .toList();
    } catch (CouldNotLookException | OddFieldException e) {
      context.note("its Events were not read: " + e.getMessage());
      return List.of();
    }
  }

  /** Events carry one time or another, as the library that wrote them pleased. */
  private static Instant toldAt(Resource event) {
    return Stream.of("lastTimestamp", "eventTime", "metadata.creationTimestamp")
        .flatMap(path -> event.instant(path).stream())
        .findFirst()
        .orElse(Instant.EPOCH);
  }
}
