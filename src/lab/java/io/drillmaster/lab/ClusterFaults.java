package io.drillmaster.lab;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.drillmaster.lab.kube.ApiServer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/** What can be wrong with the API of a cluster, as far as the backups of volumes are concerned. */
final class ClusterFaults {
  static final String SOURCES = "replicationsources.volsync.backube";
  private static final String PATH = "/replicationsources";

  private ClusterFaults() {}

  /** The breaks. Faults of the API server carry the name of the fault. */
  static Map<Fault, Consumer<ApiServer>> all() {
    Map<Fault, Consumer<ApiServer>> faults = new LinkedHashMap<>();
    status(faults, "api-forbids", "forbidden", "may not list ReplicationSources", 403);
    status(faults, "api-unauthorized", "unauthorized", "does not know the token", 401);
    status(faults, "api-throttles", "api-throttled", "answers 429", 429);
    status(faults, "api-breaks", "api-error", "answers 500", 500);
    faults.put(
        Fault.probe("api-hangs", "api-timeout", "the API never answers"),
        api -> api.faults().add(io.drillmaster.lab.kube.Fault.hang("api-hangs", PATH)));
    faults.put(
        Fault.probe("api-drops", "api-unreachable", "the API closes every connection"),
        api -> api.faults().add(io.drillmaster.lab.kube.Fault.drop("api-drops", PATH)));
    faults.put(
        Fault.probe("api-forgets", Fault.SURVIVED, "watches expire (410): must be survived"),
        api -> {
          api.compact();
          api.cut();
        });
    faults.put(
        Fault.probe("volsync-not-installed", "kind-not-installed", "the CRD is missing"),
        api -> api.hideKind("ReplicationSource"));
    faults.put(
        Fault.probe("volsync-nothing-there", "nothing-found", "no ReplicationSource at all"),
        api -> {
          for (ObjectNode source : api.list(SOURCES, "")) {
            api.delete(
                SOURCES,
                source.path("metadata").path("namespace").asText(),
                source.path("metadata").path("name").asText());
          }
        });
    return faults;
  }

  private static void status(
      Map<Fault, Consumer<ApiServer>> faults,
      String name,
      String findingCode,
      String meaning,
      int code) {
    faults.put(
        Fault.probe(name, findingCode, "the API " + meaning),
        api -> api.faults().add(io.drillmaster.lab.kube.Fault.status(name, PATH, code)));
  }

  static void repair(ApiServer api, String name) {
    api.faults().removeIf(fault -> fault.name().equals(name));
    api.showKind("ReplicationSource");
  }
}
