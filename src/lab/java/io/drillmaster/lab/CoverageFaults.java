package io.drillmaster.lab;

import io.drillmaster.core.probe.Target;
import io.drillmaster.lab.kube.ApiServer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/** What appears without a backup, in the first namespace of the last cluster. */
final class CoverageFaults {
  private static final String LIST_OF_SETS = "/apis/apps/v1/statefulsets";
  private static final String LIST_OF_CLUSTERS = "/apis/postgresql.cnpg.io/v1/clusters";

  private CoverageFaults() {}

  static FaultFamily<CoverageStage> family() {
    return new FaultFamily<>(
        "coverage",
        lab -> Optional.of(stage(lab)),
        CoverageStage::reset,
        List.of(
            claim(),
            of(
                "statefulset-unprotected",
                "a StatefulSet with two claims was added and nothing backs it up",
                stage -> stage.target("statefulset/" + CoverageStage.SET),
                stage ->
                    Workloads.set(stage.api(), stage.namespace(), CoverageStage.SET, 2, Map.of())),
            of(
                "database-unprotected",
                "a Cluster of CloudNativePG was added without a backup",
                stage -> stage.target("cluster/" + CoverageStage.DATABASE),
                CoverageStage::addDatabase),
            survived(
                "claim-left-out",
                "a claim was added that says by its annotation that it needs no backup",
                stage -> leaveOut(stage.api(), stage.namespace())),
            survived(
                "claim-in-scratch",
                "a claim was added in a namespace that the configuration leaves out",
                CoverageFaults::addScratch),
            refusing(
                "coverage-sets-forbidden",
                "listing StatefulSets is forbidden",
                LIST_OF_SETS,
                stage -> new Target(stage.api().clusterName(), "coverage", "", "discovery")),
            refusing(
                "coverage-clusters-forbidden",
                "listing Clusters of CloudNativePG is forbidden",
                LIST_OF_CLUSTERS,
                CoverageStage::summary)));
  }

  private static CoverageStage stage(Lab lab) {
    VolumeStage volume = lab.volumeStage();
    return new CoverageStage(volume.api(), volume.site().volume().namespace());
  }

  private static Scenario<CoverageStage> claim() {
    return of(
        "claim-unprotected",
        "a claim was added and nothing backs it up",
        stage -> stage.target("pvc/" + CoverageStage.CLAIM),
        stage -> Workloads.claim(stage.api(), stage.namespace(), CoverageStage.CLAIM, Map.of()));
  }

  /** Its name is that of its finding. */
  private static Scenario<CoverageStage> of(
      String name,
      String meaning,
      Function<CoverageStage, Target> target,
      Consumer<CoverageStage> breaking) {
    return Scenario.of(Fault.seenByProbe(name, name, meaning), target, breaking);
  }

  private static Scenario<CoverageStage> survived(
      String name, String meaning, Consumer<CoverageStage> breaking) {
    return Scenario.of(
        Fault.seenByProbe(name, Fault.SURVIVED, meaning), CoverageStage::summary, breaking);
  }

  private static Scenario<CoverageStage> refusing(
      String name, String meaning, String uri, Function<CoverageStage, Target> target) {
    Fault fault = Fault.seenByProbe(name, "forbidden", meaning);
    return Scenario.<CoverageStage>of(
            fault,
            target,
            stage -> stage.api().faults().add(io.drillmaster.lab.kube.Fault.status(name, uri, 403)))
        .mendedBy(stage -> stage.api().faults().removeIf(one -> one.name().equals(name)));
  }

  private static void leaveOut(ApiServer api, String namespace) {
    Map<String, Object> annotations =
        Map.of(
            "drillmaster.dev/backup", "not-needed",
            "drillmaster.dev/backup-reason", "copies of what is kept elsewhere");
    Workloads.claim(api, namespace, CoverageStage.CLAIM, annotations);
  }

  private static void addScratch(CoverageStage stage) {
    stage.api().createNamespace(CoverageStage.SCRATCH);
    Workloads.claim(stage.api(), CoverageStage.SCRATCH, CoverageStage.CLAIM, Map.of());
  }
}
