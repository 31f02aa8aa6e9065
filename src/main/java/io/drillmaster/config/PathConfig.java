package io.drillmaster.config;

import java.util.List;

/**
 * A connection between clusters that something relies on.
 *
 * @param from name of the cluster where it begins, one of those of the configuration
 * @param to name of the cluster where it ends, which this daemon need not know
 * @param host name or address
 * @param path what is asked for with HTTP: {@code /health}
 * @param status the answers of HTTP that are good
 */
public record PathConfig(
    String name,
    String from,
    String to,
    Protocol protocol,
    String host,
    int port,
    String path,
    List<Integer> status) {

  /** How far a path is walked. */
  public enum Protocol {
    TCP,
    TLS,
    HTTP,
    HTTPS;

    public boolean hasTls() {
      return this == TLS || this == HTTPS;
    }

    public boolean hasHttp() {
      return this == HTTP || this == HTTPS;
    }
  }

  public PathConfig {
    status = List.copyOf(status);
  }
}
