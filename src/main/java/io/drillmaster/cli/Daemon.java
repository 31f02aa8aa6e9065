package io.drillmaster.cli;

/** What {@code drillmaster run} starts and ends. */
public interface Daemon extends AutoCloseable {
  /** {@code http://127.0.0.1:8080}. */
  String apiUrl();

  /** Where {@code /metrics} and {@code /health} are. */
  String managementUrl();

  @Override
  void close();
}
