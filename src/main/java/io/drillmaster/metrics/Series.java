package io.drillmaster.metrics;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * Gauges that are set to what was read last, and that vanish when what they tell of is gone: a
 * gauge that nobody sets any more would go on saying that all is well.
 */
final class Series {
  private record Key(String name, Tags tags) {}

  private record Held(AtomicReference<Double> value, Meter meter) {}

  private final MeterRegistry registry;
  private final Map<Key, Held> gauges = new ConcurrentHashMap<>();

  Series(MeterRegistry registry) {
    this.registry = registry;
  }

  /**
   * @param name without the prefix {@code drillmaster_}
   * @param value finite, in the unit that the name ends with
   */
  void set(String name, String help, Tags tags, double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(name + " is not a number: " + value);
    }
    gauges
        .computeIfAbsent(new Key(name, tags), key -> register(key, help, value))
        .value()
        .set(value);
  }

  private Held register(Key key, String help, double first) {
    AtomicReference<Double> value = new AtomicReference<>(first);
    Gauge gauge =
        Gauge.builder(Names.PREFIX + key.name(), value, AtomicReference::get)
            .strongReference(true)
            .description(help)
            .tags(key.tags())
            .register(registry);
    return new Held(value, gauge);
  }

  /** Takes away the gauges of this name whose labels are so. */
  void remove(String name, Predicate<Tags> gone) {
    removeIf(key -> key.name().equals(name) && gone.test(key.tags()));
  }

  /** Takes away every gauge whose labels begin with these. */
  void removeAll(Tags labels) {
    removeIf(key -> labels.stream().allMatch(tag -> key.tags().stream().anyMatch(tag::equals)));
  }

  private void removeIf(Predicate<Key> gone) {
    for (Key key : gauges.keySet()) {
      if (gone.test(key)) {
        Held held = gauges.remove(key);
        if (held != null) {
          registry.remove(held.meter());
        }
      }
    }
  }
}
