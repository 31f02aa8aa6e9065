package io.drillmaster.lab.kube;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What {@code kubectl get} prints of built-in kinds, in the form of printer columns. */
final class Columns {
  /**
   * resource, then header=path; {@code #path} counts, {@code +path} adds up, {@code a//b} prints
   * one of the other.
   */
  private static final String TABLE =
      """
      namespaces|Status=.status.phase
      pods|Ready=.status.containerStatuses[?(@.ready=="true")]//.spec.containers|Status=.status.phase|Restarts=+.status.containerStatuses[*].restartCount
      secrets|Type=.type|Data=#.data
      configmaps|Data=#.data
      serviceaccounts|Secrets=#.secrets
      services|Type=.spec.type|Cluster-IP=.spec.clusterIP|External-IP=.spec.externalIPs[0]|Port(s)=.spec.ports[*].port
      events|Last Seen=@.lastTimestamp|Type=.type|Reason=.reason|Object=.involvedObject.name|Message=.message
      persistentvolumeclaims|Status=.status.phase|Volume=.spec.volumeName|Capacity=.status.capacity.storage|Access Modes=.status.accessModes[*]|StorageClass=.spec.storageClassName
      persistentvolumes|Capacity=.spec.capacity.storage|Access Modes=.spec.accessModes[*]|Reclaim Policy=.spec.persistentVolumeReclaimPolicy|Status=.status.phase|Claim=.spec.claimRef.name|StorageClass=.spec.storageClassName
      deployments.apps|Ready=.status.readyReplicas//.spec.replicas|Up-to-date=.status.updatedReplicas|Available=.status.availableReplicas
      statefulsets.apps|Ready=.status.readyReplicas//.spec.replicas
      jobs.batch|Status=.status.conditions[0].type|Completions=.status.succeeded//.spec.completions
      cronjobs.batch|Schedule=.spec.schedule|Timezone=.spec.timeZone|Suspend=.spec.suspend|Active=#.status.active|Last Schedule=@.status.lastScheduleTime
      leases.coordination.k8s.io|Holder=.spec.holderIdentity
      storageclasses.storage.k8s.io|Provisioner=.provisioner|ReclaimPolicy=.reclaimPolicy|VolumeBindingMode=.volumeBindingMode|AllowVolumeExpansion=.allowVolumeExpansion
      networkpolicies.networking.k8s.io|Pod-Selector=.spec.podSelector.matchLabels
      customresourcedefinitions.apiextensions.k8s.io|Created At=.metadata.creationTimestamp
      """;

  private static final Map<String, List<JsonNode>> BUILT_IN = parse();
  private static final List<String> WITHOUT_AGE =
      List.of("events", "customresourcedefinitions.apiextensions.k8s.io");

  private Columns() {}

  /** The columns after the name, as {@code additionalPrinterColumns} are written. */
  static List<JsonNode> of(ResourceType type) {
    List<JsonNode> columns = new ArrayList<>(type.shape().columns());
    if (columns.isEmpty()) {
      columns.addAll(BUILT_IN.getOrDefault(type.resource(), List.of()));
      if (!WITHOUT_AGE.contains(type.resource())) {
        columns.add(column("Age", "date", ".metadata.creationTimestamp"));
      }
    }
    return columns;
  }

  private static Map<String, List<JsonNode>> parse() {
    Map<String, List<JsonNode>> columns = new HashMap<>();
    for (String line : TABLE.lines().toList()) {
      String[] cells = line.split("\\|");
      columns.put(cells[0], Arrays.stream(cells).skip(1).map(Columns::column).toList());
    }
    return columns;
  }

  private static JsonNode column(String cell) {
    int equals = cell.indexOf('=');
    String path = cell.substring(equals + 1);
    return path.startsWith("@")
        ? column(cell.substring(0, equals), "date", path.substring(1))
        : column(cell.substring(0, equals), "string", path);
  }

  private static ObjectNode column(String name, String type, String path) {
    return Json.object("name", name, "type", type, "jsonPath", path);
  }
}
