package io.drillmaster.config;

import com.fasterxml.jackson.databind.JsonNode;
import io.drillmaster.config.TelemetryConfig.LogsConfig;
import io.drillmaster.config.TelemetryConfig.MetricsConfig;
import io.drillmaster.config.TelemetryConfig.NonceConfig;
import io.drillmaster.config.TelemetryConfig.Tenant;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads what a cluster's configuration says of telemetry; defaults are filled in already. */
record TelemetryReader(Path directory) {
  /**
   * @param cluster its node in the configuration
   */
  Optional<TelemetryConfig> read(JsonNode cluster) {
    JsonNode telemetry = cluster.path("telemetry");
    if (!telemetry.isObject()) {
      return Optional.empty();
    }
    List<String> itself = List.of(cluster.get("name").asText());
    return Optional.of(
        new TelemetryConfig(
            Optional.ofNullable(telemetry.get("metrics")).map(node -> metrics(node, itself)),
            Optional.ofNullable(telemetry.get("logs")).map(node -> logs(node, itself)),
            nonce(telemetry.get("nonce"))));
  }

  private MetricsConfig metrics(JsonNode node, List<String> itself) {
    return new MetricsConfig(
        url(node.get("url")),
        node.get("label").asText(),
        senders(node.get("clusters"), itself),
        node.get("series").asText(),
        node.get("agent").asText().equals("vmagent"),
        secret(node.path("token")));
  }

  private LogsConfig logs(JsonNode node, List<String> itself) {
    return new LogsConfig(
        url(node.get("url")),
        node.get("field").asText(),
        senders(node.get("clusters"), itself),
        new Tenant(node.get("account").asLong(), node.get("project").asLong()),
        node.get("agent").asText().equals("fluent-bit"),
        secret(node.path("token")));
  }

  private static NonceConfig nonce(JsonNode node) {
    return new NonceConfig(
        node.get("send").asBoolean(),
        senders(node.get("expect"), List.of()),
        Durations.parse(node.get("every").asText()).orElseThrow());
  }

  private static URI url(JsonNode node) {
    return URI.create(node.asText());
  }

  private static List<String> senders(JsonNode list, List<String> otherwise) {
    List<String> names = new ArrayList<>();
    list.forEach(name -> names.add(name.asText()));
    return names.isEmpty() ? otherwise : names;
  }

  /** A reference to a secret; empty where the configuration has none. */
  Optional<SecretReference> secret(JsonNode node) {
    if (node.has("file")) {
      return Optional.of(
          new SecretReference.OfFile(Paths.resolve(directory, node.get("file").asText())));
    }
    return Optional.ofNullable(node.get("env"))
        .map(name -> new SecretReference.OfEnvironment(name.asText()));
  }
}
