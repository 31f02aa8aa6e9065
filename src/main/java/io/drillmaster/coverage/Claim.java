package io.drillmaster.coverage;

import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** A PersistentVolumeClaim (v1), as far as it matters here. */
record Claim(Resource resource) {
  /** Whoever owns a claim like these makes it anew when needed, and takes it away. */
  private static final Set<String> OWNERS_OF_TEMPORARIES =
      Set.of("ReplicationSource", "ReplicationDestination", "Pod", "PersistentVolumeClaim");

  String namespace() {
    return resource.namespace();
  }

  String name() {
    return resource.name();
  }

  String key() {
    return namespace() + "/" + name();
  }

  /**
   * Whether it goes with what made it: caches, copies and populators of VolSync (0.16), generic
   * ephemeral volumes of pods.
   */
  boolean isTemporary() {
    return resource.label("app.kubernetes.io/created-by").equals(Optional.of("volsync"))
        || owners().stream()
            .flatMap(owner -> owner.string("kind").stream())
            .anyMatch(OWNERS_OF_TEMPORARIES::contains);
  }

  private List<Resource> owners() {
    try {
      return resource.list("metadata.ownerReferences");
    } catch (OddFieldException e) {
      return List.of();
    }
  }

  /** Name of the Cluster of CloudNativePG (1.30) whose instance keeps its data in it. */
  Optional<String> database() {
    return resource.label("cnpg.io/cluster");
  }

  boolean hasVolume() {
    return resource.string("status.phase").equals(Optional.of("Bound"));
  }
}
