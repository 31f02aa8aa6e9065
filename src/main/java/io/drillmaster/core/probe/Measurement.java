package io.drillmaster.core.probe;

import static java.util.Objects.requireNonNull;

/**
 * What was read off a target.
 *
 * @param value in the unit that the name of the measure ends with
 */
public record Measurement(Measure measure, double value) {
  public Measurement {
    requireNonNull(measure, "measure");
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException(measure.name() + " is not a number: " + value);
    }
  }
}
