package io.drillmaster.lab.kube;

import io.drillmaster.lab.kube.ResourceType.Names;
import io.drillmaster.lab.kube.ResourceType.Shape;
import io.drillmaster.lab.kube.ResourceType.Trait;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The kinds that every cluster serves, as far as the lab needs them (Kubernetes 1.32). */
final class BuiltIns {
  /**
   * apiVersion, plural, kind, scope, traits (s status, g generation, a in the category all, -
   * none), short names.
   */
  private static final String TABLE =
      """
      v1 namespaces Namespace cluster s ns
      v1 nodes Node cluster s no
      v1 pods Pod namespaced sa po
      v1 secrets Secret namespaced -
      v1 configmaps ConfigMap namespaced - cm
      v1 serviceaccounts ServiceAccount namespaced - sa
      v1 services Service namespaced sa svc
      v1 endpoints Endpoints namespaced - ep
      v1 events Event namespaced - ev
      v1 persistentvolumeclaims PersistentVolumeClaim namespaced s pvc
      v1 persistentvolumes PersistentVolume cluster s pv
      v1 resourcequotas ResourceQuota namespaced s quota
      v1 limitranges LimitRange namespaced - limits
      v1 replicationcontrollers ReplicationController namespaced sga rc
      v1 podtemplates PodTemplate namespaced -
      apps/v1 deployments Deployment namespaced sga deploy
      apps/v1 statefulsets StatefulSet namespaced sga sts
      apps/v1 daemonsets DaemonSet namespaced sga ds
      apps/v1 replicasets ReplicaSet namespaced sga rs
      batch/v1 jobs Job namespaced sga
      batch/v1 cronjobs CronJob namespaced sga cj
      autoscaling/v2 horizontalpodautoscalers HorizontalPodAutoscaler namespaced sa hpa
      policy/v1 poddisruptionbudgets PodDisruptionBudget namespaced sg pdb
      coordination.k8s.io/v1 leases Lease namespaced -
      storage.k8s.io/v1 storageclasses StorageClass cluster - sc
      networking.k8s.io/v1 networkpolicies NetworkPolicy namespaced g netpol
      networking.k8s.io/v1 ingresses Ingress namespaced sg ing
      rbac.authorization.k8s.io/v1 roles Role namespaced -
      rbac.authorization.k8s.io/v1 rolebindings RoleBinding namespaced -
      rbac.authorization.k8s.io/v1 clusterroles ClusterRole cluster -
      rbac.authorization.k8s.io/v1 clusterrolebindings ClusterRoleBinding cluster -
      apiextensions.k8s.io/v1 customresourcedefinitions CustomResourceDefinition cluster sg crd,crds
      """;

  private BuiltIns() {}

  static List<ResourceType> all() {
    return TABLE.lines().map(line -> type(line.split(" "))).toList();
  }

  private static ResourceType type(String[] cells) {
    int slash = cells[0].indexOf('/');
    Names names =
        new Names(
            cells[1],
            cells[2].toLowerCase(java.util.Locale.ROOT),
            cells[2],
            cells.length > 5 ? List.of(cells[5].split(",")) : List.of(),
            cells[4].contains("a") ? List.of("all") : List.of());
    Shape shape = new Shape(traits(cells[4]), List.of(), Optional.empty());
    return new ResourceType(
        slash < 0 ? "" : cells[0].substring(0, slash),
        cells[0].substring(slash + 1),
        names,
        cells[3].equals("namespaced"),
        shape);
  }

  private static Set<Trait> traits(String letters) {
    Set<Trait> traits = EnumSet.noneOf(Trait.class);
    if (letters.contains("s")) {
      traits.add(Trait.STATUS);
    }
    if (letters.contains("g")) {
      traits.add(Trait.GENERATION);
    }
    return traits;
  }
}
