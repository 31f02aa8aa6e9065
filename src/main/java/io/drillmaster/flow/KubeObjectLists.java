package io.drillmaster.flow;

import io.drillmaster.core.probe.Deadline;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.KubeObjects;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.s3.BucketReference;
import io.drillmaster.s3.BucketSource;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Reads of one cluster that routes begin with: whole lists, through all namespaces and pages. */
public final class KubeObjectLists {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);

  private final KubeCluster cluster;
  private final List<BucketSource> bucketSources;
  private final Clock clock;

  public KubeObjectLists(KubeCluster cluster, List<BucketSource> bucketSources, Clock clock) {
    this.cluster = cluster;
    this.bucketSources = List.copyOf(bucketSources);
    this.clock = clock;
  }

  /**
   * @param kinds {@code group/version/plural/Kind}, several with commas between them
   * @return the objects of all of them, each with its {@code kind}
   */
  public List<Resource> list(String kinds) {
    Deadline deadline = Deadline.in(TIMEOUT, clock);
    return Stream.of(kinds.split("\\s*,\\s*"))
        .flatMap(kind -> cluster.list(kindOf(kind), deadline).stream())
        .toList();
  }

  /** What a producer of camel-kubernetes answered, in our own types. */
  public List<Resource> resources(Object body) {
    return KubeObjects.resources(body);
  }

  /** Every bucket that an object of any feature points to. */
  public List<BucketReference> references() {
    Deadline deadline = Deadline.in(TIMEOUT, clock);
    return bucketSources.stream().flatMap(s -> s.buckets(deadline).stream()).toList();
  }

  static ResourceKind kindOf(String kind) {
    String[] parts = kind.split("/");
    if (parts.length != 4) {
      throw new IllegalArgumentException("not group/version/plural/Kind: " + kind);
    }
    return new ResourceKind(parts[0], parts[1], parts[2], parts[3], true);
  }
}
