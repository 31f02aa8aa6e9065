package io.drillmaster.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
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
   */
  record Pace(String cluster, String bucket, String inventory) {
    /** So short that a fault is seen while one looks on. */
    static final Pace DEMO = new Pace("2s", "4s", "20s");

    /** That of the example configuration. */
    static final Pace PRODUCTION = new Pace("30s", "5m", "1h");
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
    Files.writeString(token, newToken());
    Path kubeconfig = directory.resolve("kubeconfig");
    if (!lab.kubeconfig().toAbsolutePath().equals(kubeconfig.toAbsolutePath())) {
      Files.deleteIfExists(kubeconfig);
      Files.copy(lab.kubeconfig(), kubeconfig);
    }
    Path config = directory.resolve("drillmaster.yaml");
    Files.writeString(config, configuration(lab.clusters(), pace, port, managementPort));
    return new LabEstate(directory, config, kubeconfig, token);
  }

  private static String newToken() {
    byte[] bytes = new byte[24];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  private static String configuration(
      List<String> clusters, Pace pace, int port, int managementPort) {
    StringBuilder yaml = new StringBuilder("clusters:\n");
    for (int i = 0; i < clusters.size(); i++) {
      yaml.append(
          """
            - name: %s
              role: %s
              api: {kubeconfig: kubeconfig, context: %s}
          """
              .formatted(clusters.get(i), i == 0 ? "hub" : "spoke", clusters.get(i)));
    }
    return yaml
        + """
        probes:
          volsync: {every: %s, deadline: 5s, bucketEvery: %s}
          object-store: {every: %s, deadline: 8s, inventoryEvery: %s, latencyWarning: 500ms}
        api: {host: 127.0.0.1, port: %d, token: {file: token}}
        management: {host: 127.0.0.1, port: %d}
        store: {directory: data}
        """
            .formatted(
                pace.cluster(),
                pace.bucket(),
                pace.bucket(),
                pace.inventory(),
                port,
                managementPort);
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
