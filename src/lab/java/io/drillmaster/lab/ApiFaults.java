package io.drillmaster.lab;

import static io.drillmaster.lab.VolumeScenarios.ofApi;

import io.drillmaster.lab.kube.Fault;
import io.drillmaster.lab.volsync.Behaviour;
import io.drillmaster.lab.volsync.VolumeSync;
import java.util.List;

/** What goes wrong with the API of a cluster, or with being allowed to use it. */
final class ApiFaults {
  private static final String KIND = "replicationsources.volsync.backube";
  private static final String SOURCES = "/replicationsources";
  private static final String EVERYTHING = ".";

  private ApiFaults() {}

  static List<Scenario<VolumeStage>> all() {
    return List.of(
        ofApi(
                "api-kind-not-installed",
                "kind-not-installed",
                "the CustomResourceDefinition of ReplicationSources is not there",
                stage -> stage.api().hideKind(KIND))
            .mendedBy(stage -> stage.api().showKind(KIND)),
        answering(
            "api-forbidden", "forbidden", "listing ReplicationSources is forbidden", SOURCES, 403),
        answering("api-unauthorized", "unauthorized", "the token is not accepted", EVERYTHING, 401),
        answering("api-throttled", "api-throttled", "the API answers 429", EVERYTHING, 429),
        answering("api-error", "api-error", "the API answers 500", EVERYTHING, 500),
        with(
            "api-hangs",
            "api-timeout",
            "the API accepts requests and never answers",
            Fault.hang("api-hangs", EVERYTHING)),
        with(
            "api-unreachable",
            "api-unreachable",
            "connections to the API break off",
            Fault.drop("api-unreachable", EVERYTHING)),
        with(
            "api-watch-gone",
            io.drillmaster.lab.Fault.SURVIVED,
            "watches end with 410 Gone: they must begin anew and nothing else may happen",
            Fault.gone("api-watch-gone", SOURCES)),
        ofApi(
                "api-empty",
                "nothing-found",
                "every ReplicationSource of the cluster was deleted",
                ApiFaults::deleteSources)
            .mendedBy(stage -> stage.all().forEach(VolumeSync::reset)),
        with(
                "secret-hangs",
                "api-timeout",
                "the API never answers for the Secret of one volume",
                Fault.hang("secret-hangs", "/secrets/"))
            .seenAt(VolumeStage::volumeTarget));
  }

  private static Scenario<VolumeStage> answering(
      String name, String code, String meaning, String uri, int status) {
    return with(name, code, meaning, Fault.status(name, uri, status));
  }

  private static Scenario<VolumeStage> with(String name, String code, String meaning, Fault fault) {
    return ofApi(
        name,
        code,
        meaning,
        stage -> {
          stage.api().faults().add(fault);
          stage.api().cut();
        });
  }

  private static void deleteSources(VolumeStage stage) {
    for (VolumeSync volume : stage.all()) {
      volume.behave(Behaviour.HELD);
      stage.api().delete(KIND, volume.site().volume().namespace(), volume.site().volume().name());
    }
  }
}
