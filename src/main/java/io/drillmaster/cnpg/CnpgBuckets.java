package io.drillmaster.cnpg;

import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.s3.BucketReference;
import io.drillmaster.s3.BucketSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The buckets that the Clusters of a cluster archive to, by {@code spec.backup.barmanObjectStore}
 * or by the Barman Cloud plugin. A cluster without CloudNativePG has none, which is no failure: the
 * probe {@code cnpg} says so.
 */
public final class CnpgBuckets implements BucketSource {
  private final KubeCluster cluster;

  public CnpgBuckets(KubeCluster cluster) {
    this.cluster = cluster;
  }

  private record Users(StoreConfiguration store, List<String> names) {}

  @Override
  public List<BucketReference> buckets(Deadline deadline) {
    List<Resource> clusters = installed(Kinds.CLUSTER, deadline);
    boolean plugins = clusters.stream().anyMatch(CnpgBuckets::hasPlugins);
    List<Resource> stores = plugins ? installed(Kinds.OBJECT_STORE, deadline) : List.of();
    Map<String, Users> users = new TreeMap<>();
    for (Resource resource : clusters) {
      Database database = new Database(resource);
      try {
        if (Destination.of(database, () -> stores) instanceof Destination.InArchive archive) {
          add(users, database, archive.store());
        }
      } catch (OddFieldException e) {
        continue; // the probe of the Cluster itself says so
      }
    }
    return users.values().stream().map(this::reference).toList();
  }

  private static boolean hasPlugins(Resource cluster) {
    return cluster.object("spec").filter(spec -> spec.containsKey("plugins")).isPresent();
  }

  private void add(Map<String, Users> users, Database database, StoreConfiguration store) {
    Optional<String> secret = new ArchiveSecret(cluster, store).name();
    if (secret.isPresent() && store.obstacle().isEmpty()) {
      users
          .computeIfAbsent(
              store.namespace() + "/" + secret.get(), key -> new Users(store, new ArrayList<>()))
          .names()
          .add(database.namespace() + "/" + database.name());
    }
  }

  private BucketReference reference(Users users) {
    ArchiveSecret secret = new ArchiveSecret(cluster, users.store());
    return new BucketReference(
        "Cluster " + String.join(", ", users.names()),
        users.store().namespace(),
        secret.name().orElseThrow(),
        secret::resolve);
  }

  private List<Resource> installed(ResourceKind kind, Deadline deadline) {
    try {
      return cluster.list(kind, deadline);
    } catch (CouldNotLookException e) {
      if (e.finding().code().equals("kind-not-installed")) {
        return List.of();
      }
      throw e;
    }
  }
}
