package io.drillmaster.lab;

import io.drillmaster.lab.telemetry.Hub;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** What the configuration of a lab says of telemetry: the first cluster has the stores of all. */
final class LabTelemetry {
  private LabTelemetry() {}

  /**
   * Adds it, and writes the token of the stores beside the configuration.
   *
   * @param every how often the stores are asked
   */
  static String write(Path directory, Lab lab, Hub hub, String yaml, String every)
      throws IOException {
    Path token = directory.resolve("store-token");
    Files.deleteIfExists(token);
    Files.createFile(
        token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(token, hub.token() + "\n");
    String names = String.join(", ", lab.clusters());
    String last = lab.clusters().get(lab.clusters().size() - 1);
    String stores =
        """
            telemetry:
              metrics: {url: "%s", clusters: [%s], token: {file: store-token}}
              logs: {url: "%s", clusters: [%s], token: {file: store-token}}
              nonce: {expect: [%s], every: 5s}
        """
            .formatted(hub.metricsUrl(), names, hub.logsUrl(), names, last);
    String probes =
        """
        probes:
          telemetry-metrics: {every: %s, deadline: 5s}
          telemetry-logs: {every: %s, deadline: 5s}
        """
            .formatted(every, every);
    int first = yaml.indexOf("\n", yaml.indexOf("    api: {")) + 1;
    String whole = yaml.substring(0, first) + stores + yaml.substring(first);
    return whole.replaceFirst("(?m)^probes:\n", probes);
  }
}
