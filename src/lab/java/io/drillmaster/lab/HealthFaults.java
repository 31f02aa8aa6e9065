package io.drillmaster.lab;

import static io.drillmaster.lab.ArchiveFaults.status;
import static io.drillmaster.lab.CnpgFaults.held;
import static io.drillmaster.lab.CnpgFaults.of;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Map;

/** What is wrong with a Cluster itself. */
final class HealthFaults {
  private static final DateTimeFormatter GO_TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss +0000 'UTC'").withZone(ZoneOffset.UTC);

  private HealthFaults() {}

  static List<Scenario<DatabaseStage>> all() {
    return List.of(
        of(
            "cnpg-cluster-unhealthy",
            "cluster-not-healthy",
            "the operator has given up on the Cluster",
            held(
                stage ->
                    stage
                        .site()
                        .patchCluster(
                            status(
                                Map.of(
                                    "phase",
                                    "Cluster is unrecoverable and needs manual intervention"))))),
        of(
            "cnpg-instance-missing",
            "instances-missing",
            "one of three instances is gone and does not come back",
            stage -> stage.delete("pods", stage.site().instance(3))),
        of(
            "cnpg-fenced",
            "cluster-fenced",
            "somebody fenced an instance and forgot it",
            stage ->
                annotate(
                    stage, "cnpg.io/fencedInstances", "[\"" + stage.site().instance(3) + "\"]")),
        of(
            "cnpg-hibernated",
            "cluster-hibernated",
            "the Cluster was hibernated before its last backup was due",
            stage -> {
              BackupFaults.loseTheLast(stage);
              annotate(stage, "cnpg.io/hibernation", "on");
            }),
        of(
            "cnpg-plugin-missing",
            "plugin-missing",
            "the Barman Cloud plugin was uninstalled",
            stage -> stage.site().api().delete("services", "cnpg-system", "barman-cloud")),
        of(
            "cnpg-certificate-expiring",
            "certificate-expiring",
            "a certificate of the Cluster ends in three days, and nobody has renewed it",
            stage -> expire(stage, Instant.now().plus(Duration.ofDays(3)))),
        of(
            "cnpg-certificate-expired",
            "certificate-expired",
            "a certificate of the Cluster has ended",
            stage -> expire(stage, Instant.now().minus(Duration.ofHours(1)))),
        of(
            "cnpg-odd-field",
            "odd-field",
            "the end of a certificate is no time",
            stage -> expirations(stage, "soon")));
  }

  private static void annotate(DatabaseStage stage, String name, String value) {
    stage.site().patchCluster(Map.of("metadata", Map.of("annotations", Map.of(name, value))));
  }

  private static void expire(DatabaseStage stage, Instant end) {
    expirations(stage, GO_TIME.format(end));
  }

  private static void expirations(DatabaseStage stage, String end) {
    Map<String, String> ends = Map.of(stage.site().name() + "-server", end);
    stage.site().patchCluster(status(Map.of("certificates", Map.of("expirations", ends))));
  }
}
