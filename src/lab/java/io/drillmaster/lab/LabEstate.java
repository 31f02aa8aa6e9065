package io.drillmaster.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The files that a daemon needs to watch a lab: a configuration with short intervals, a kubeconfig,
 * an API token.
 *
 * @param directory that holds them
 */
record LabEstate(Path directory, Path config, Path kubeconfig, Path token) {
  /**
   * Intervals of the probes.
   *
   * @param cluster how often the clusters are asked
   * @param bucket how often the buckets are asked
   * @param network how often the ways between the clusters are walked
   */
  record Pace(String cluster, String bucket, String inventory, String network) {
    /** As fast as it goes. */
    static final Pace TEST = new Pace("1s", "1s", "1s", "500ms");

    /** So short that a fault is seen while one looks on. */
    static final Pace DEMO = new Pace("2s", "4s", "20s", "3s");

    /** That of the example configuration. */
    static final Pace PRODUCTION = new Pace("30s", "5m", "1h", "1m");
  }

  /**
   * Writes the files anew; the daemon's store begins empty.
   *
   * @param port of the API; 0 takes a free one
   * @param managementPort of health and metrics; 0 takes a free one
   */
  static LabEstate write(Path directory, Lab lab, Pace pace, int port, int managementPort)
      throws IOException {
    Files.createDirectories(directory);
    clear(directory.resolve("data"));
    Path token = directory.resolve("token");
    Files.deleteIfExists(token);
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, lab.token() + "\n");
    Path kubeconfig = directory.resolve("kubeconfig");
    if (!lab.kubeconfig().toAbsolutePath().equals(kubeconfig.toAbsolutePath())) {
      Files.deleteIfExists(kubeconfig);
      Files.copy(lab.kubeconfig(), kubeconfig);
    }
    Path config = directory.resolve("drillmaster.yaml");
    String yaml = configuration(lab.options(), pace, port, managementPort);
    if (lab.telemetry().isPresent()) {
      yaml = LabTelemetry.write(directory, lab, lab.telemetry().get(), yaml, pace.cluster());
    }
    if (lab.hubServices().isPresent()) {
      yaml += lab.hubServices().get().configuration(directory);
    }
    Files.writeString(config, yaml);
    return new LabEstate(directory, config, kubeconfig, token);
  }

  private static String configuration(LabOptions options, Pace pace, int port, int managementPort) {
    StringBuilder yaml = new StringBuilder("clusters:\n");
    for (LabCluster cluster : options.clusters()) {
      yaml.append(
          """
            - name: %1$s
              role: "%2$s"
              api: {kubeconfig: kubeconfig, context: %1$s}
              local: true
          """
              .formatted(cluster.name(), cluster.role()));
    }
    return yaml
        + """
        probes:
          volsync: {every: %s, deadline: 5s, bucketEvery: %s}
          object-store: {every: %s, deadline: 8s, inventoryEvery: %s}
          external-secrets: {every: %s, deadline: 5s}
          cnpg: %s
          coverage:
            every: %s
            deadline: 5s
            exclude:
              - {reason: "jobs of the build write here, and nobody reads it again", namespaces: ["scratch-*"]}
          sso: {every: %s, deadline: 8s, tokenEvery: %s, latencyWarning: 2s}
          network-path: {every: %s, deadline: 8s, latencyWarning: 2s}
        api: {host: 127.0.0.1, port: %d, token: {file: token}}
        management: {host: 127.0.0.1, port: %d}
        store: {directory: data}
        """
            .formatted(
                pace.cluster(),
                pace.bucket(),
                pace.bucket(),
                pace.inventory(),
                pace.cluster(),
                databases(options, pace),
                pace.cluster(),
                pace.network(),
                pace.network(),
                pace.network(),
                port,
                managementPort);
  }

  /** Without databases there would be nothing to find. */
  private static String databases(LabOptions options, Pace pace) {
    return options.clusters().stream().allMatch(cluster -> cluster.databases().isEmpty())
        ? "{enabled: false}"
        : "{every: %1$s, deadline: 15s, archiveEvery: %2$s, archiveFullEvery: %2$s, unhealthyAfter: %2$s}"
            .formatted(pace.cluster(), pace.bucket());
  }

  private static void clear(Path directory) throws IOException {
    if (Files.exists(directory)) {
      try (Stream<Path> files = Files.walk(directory)) {
        for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
