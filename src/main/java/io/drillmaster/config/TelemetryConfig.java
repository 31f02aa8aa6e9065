package io.drillmaster.config;

import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Where the telemetry of clusters arrives, and what must arrive there. */
public record TelemetryConfig(
    Optional<MetricsConfig> metrics, Optional<LogsConfig> logs, NonceConfig nonce) {
  /**
   * @param url below which {@code /api/v1/query} is found, without a slash at its end
   * @param label that names the cluster of a sample
   * @param clusters values of the label that must be there; at least one
   * @param series metric that every scrape brings anew
   * @param agent whether the counters of vmagent are in the store too
   */
  public record MetricsConfig(
      URI url,
      String label,
      List<String> clusters,
      String series,
      boolean agent,
      Optional<SecretReference> token) {
    public MetricsConfig {
      clusters = List.copyOf(clusters);
    }
  }

  /**
   * @param url below which {@code /select/logsql/query} is found, without a slash at its end
   * @param field that names the cluster of a line
   * @param clusters values of the field that must be there; at least one
   * @param tenant of VictoriaLogs, AccountID and ProjectID
   * @param agent whether the counters of fluent-bit are in the metrics store
   */
  public record LogsConfig(
      URI url,
      String field,
      List<String> clusters,
      Tenant tenant,
      boolean agent,
      Optional<SecretReference> token) {
    public LogsConfig {
      clusters = List.copyOf(clusters);
    }
  }

  /** A tenant of VictoriaLogs; both are 0 where nobody sets them. */
  public record Tenant(long account, long project) {}

  /**
   * @param send whether this daemon sends nonces
   * @param expect clusters whose nonces must arrive in these stores
   * @param every how often there is a new one
   */
  public record NonceConfig(boolean send, List<String> expect, Duration every) {
    public NonceConfig {
      expect = List.copyOf(expect);
    }
  }
}
