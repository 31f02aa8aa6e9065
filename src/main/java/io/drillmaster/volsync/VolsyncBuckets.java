package io.drillmaster.volsync;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import io.drillmaster.s3.BucketReference;
import io.drillmaster.s3.BucketSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The buckets that the ReplicationSources of a cluster write to. */
public final class VolsyncBuckets implements BucketSource {
  private final KubeCluster cluster;

  public VolsyncBuckets(KubeCluster cluster) {
    this.cluster = cluster;
  }

  private record Owner(String namespace, String secret) implements Comparable<Owner> {
    @Override
    public int compareTo(Owner other) {
      int byNamespace = namespace.compareTo(other.namespace);
      return byNamespace != 0 ? byNamespace : secret.compareTo(other.secret);
    }
  }

  @Override
  public List<BucketReference> buckets(Deadline deadline) {
    Map<Owner, List<String>> users = new TreeMap<>();
    for (Resource resource : cluster.list(VolsyncProbe.KIND, deadline)) {
      ReplicationSource source = new ReplicationSource(resource);
      try {
        source
            .repository()
            .map(secret -> new Owner(source.namespace(), secret))
            .ifPresent(o -> users.computeIfAbsent(o, x -> new ArrayList<>()).add(source.name()));
      } catch (OddFieldException e) {
        continue; // the probe of the source itself says so
      }
    }
    return users.entrySet().stream().map(e -> reference(e.getKey(), e.getValue())).toList();
  }

  private BucketReference reference(Owner owner, List<String> names) {
    String usedBy =
        "ReplicationSource "
            + String.join(", ", names.stream().map(n -> owner.namespace() + "/" + n).toList());
    RepositorySecret secret = new RepositorySecret(cluster, owner.namespace(), owner.secret());
    return new BucketReference(usedBy, owner.namespace(), owner.secret(), secret::resolve);
  }
}
