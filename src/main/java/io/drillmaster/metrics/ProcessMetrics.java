package io.drillmaster.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.function.DoubleSupplier;

/** The metrics of the daemon itself. */
public final class ProcessMetrics {
  private final MeterRegistry registry;

  public ProcessMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  /** Which version runs. */
  public void build(String version, String java) {
    Gauge.builder("drillmaster.build.info", () -> 1)
        .description("Which version runs, and on which Java; always 1.")
        .tag("version", version)
        .tag("java", java)
        .register(registry);
  }

  /**
   * @param name with its unit and {@code _total}, without the prefix
   * @param count never decreases
   */
  public void counter(String name, String help, DoubleSupplier count) {
    FunctionCounter.builder(Names.PREFIX + name, count, DoubleSupplier::getAsDouble)
        .description(help)
        .register(registry);
  }

  /**
   * @param name with its unit, without the prefix
   */
  public void gauge(String name, String help, DoubleSupplier value) {
    Gauge.builder(Names.PREFIX + name, value, DoubleSupplier::getAsDouble)
        .strongReference(true)
        .description(help)
        .register(registry);
  }
}
