package io.drillmaster.lab;

import java.util.List;

/** Everything that can be broken. A new family is one line here. */
final class FaultFamilies {
  private static final List<FaultFamily<?>> ALL =
      List.of(
          VolsyncFaults.family(),
          SecretFaults.family(),
          CnpgFaults.family(),
          CnpgFaults.inTree(),
          CoverageFaults.family(),
          TelemetryFaults.family(),
          SignOnFaults.family(),
          PathFaults.family());

  private FaultFamilies() {}

  static List<FaultFamily<?>> all() {
    return ALL;
  }

  static List<Fault> faults() {
    return ALL.stream().flatMap(family -> family.faults().stream()).toList();
  }

  static List<Fault> faults(String name) {
    return ALL.stream()
        .filter(family -> family.name().equals(name))
        .flatMap(family -> family.faults().stream())
        .toList();
  }
}
