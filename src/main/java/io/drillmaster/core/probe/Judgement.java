package io.drillmaster.core.probe;

import java.util.ArrayList;
import java.util.List;

/** What a {@link Probe} answers: its checks, and what it measured on the way. */
public record Judgement(List<Check> checks, List<Measurement> measurements) {
  public Judgement {
    checks = List.copyOf(checks);
    measurements = List.copyOf(measurements);
  }

  /** Collects a judgement while a probe asks its questions. Not for several threads. */
  public static final class Builder {
    private final List<Check> checks = new ArrayList<>();
    private final List<Measurement> measurements = new ArrayList<>();

    public Builder add(Check check) {
      checks.add(check);
      return this;
    }

    public Builder passed(String name, String expected, String observed) {
      return add(Check.passed(name, expected, observed));
    }

    public Builder failed(String name, Finding finding) {
      return add(Check.failed(name, finding));
    }

    public Builder measured(Measurement measurement) {
      measurements.add(measurement);
      return this;
    }

    public Judgement build() {
      return new Judgement(checks, measurements);
    }
  }
}
