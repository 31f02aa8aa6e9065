package io.drillmaster.lab;

import io.drillmaster.lab.postgres.Database;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What estate the lab simulates.
 *
 * @param clusters in this order; faults hit the first volume of the last one
 * @param syncTime how long a sync takes
 * @param telemetry whether the clusters send telemetry to stores of the first one
 * @param hubServices whether people of the last cluster log in at the first one, and a path leads
 *     there
 */
public record LabOptions(
    List<LabCluster> clusters, Duration syncTime, boolean telemetry, boolean hubServices) {
  private static final Duration QUICK = Duration.ofSeconds(1);

  public LabOptions {
    clusters = List.copyOf(clusters);
    if (clusters.isEmpty() || clusters.get(clusters.size() - 1).volumes().isEmpty()) {
      throw new IllegalArgumentException("the last cluster needs a volume that can be broken");
    }
  }

  /** Without telemetry and without services of the hub. */
  public LabOptions(List<LabCluster> clusters, Duration syncTime) {
    this(clusters, syncTime, false, false);
  }

  /** The same, and the clusters send telemetry to stores of the first one. */
  public LabOptions withTelemetry() {
    return new LabOptions(clusters, syncTime, true, hubServices);
  }

  /** The same with a sign-on service and a gateway in the hub. */
  public LabOptions withHubServices() {
    return new LabOptions(clusters, syncTime, telemetry, true);
  }

  /** A hub and a spoke with a database each, as in the example configuration. */
  public static LabOptions standard() {
    List<LabCluster> volumes = standardVolumes().clusters();
    return of(
            volumes
                .get(0)
                .with(Database.inTree("databases", "postgres").living(Database.Life.PROMOTED)),
            volumes.get(1).with(Database.withPlugin("databases", "postgres")))
        .withTelemetry()
        .withHubServices();
  }

  /** The same without the databases, which take two seconds. */
  public static LabOptions standardVolumes() {
    LabCluster infra =
        new LabCluster(
            "infra",
            "hub",
            List.of(
                new BackedUpVolume("observability", "grafana", "0 */8 * * *", 2),
                new BackedUpVolume("security", "authentik-media", "@daily", 2)));
    LabCluster apps =
        new LabCluster(
            "apps",
            "spoke",
            List.of(
                new BackedUpVolume("business", "odoo", "0 */8 * * *", 2),
                new BackedUpVolume("business", "n8n", "@hourly", 2),
                new BackedUpVolume("business", "arsipq", "0 */8 * * *", 1)));
    return of(infra, apps);
  }

  /** These clusters. */
  public static LabOptions of(LabCluster... clusters) {
    return new LabOptions(List.of(clusters), QUICK);
  }

  /** Clusters with these names, each with that many volumes spread over four namespaces. */
  public static LabOptions of(List<String> names, int volumesPerCluster) {
    return new LabOptions(
        names.stream().map(name -> new LabCluster(name, "", volumes(volumesPerCluster))).toList(),
        QUICK);
  }

  private static List<BackedUpVolume> volumes(int count) {
    return IntStream.rangeClosed(1, count)
        .mapToObj(i -> BackedUpVolume.of("team-" + (1 + i % 4), "app-%03d".formatted(i)))
        .toList();
  }
}
