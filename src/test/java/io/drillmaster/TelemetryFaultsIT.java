package io.drillmaster;

import io.drillmaster.lab.Fault;
import io.drillmaster.lab.LabOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault on the way of telemetry is seen by the daemon for what it is, and its repair too. */
class TelemetryFaultsIT {
  @TempDir static Path folder;
  private static FaultRounds rounds;

  @BeforeAll
  static void start() throws Exception {
    rounds = FaultRounds.start(LabOptions.of(List.of("hub", "spoke"), 1).withTelemetry(), folder);
  }

  @AfterAll
  static void close() {
    rounds.close();
  }

  static Stream<Fault> harmful() {
    return FaultRounds.harmful("telemetry");
  }

  @Test
  void anEstateThatIsWellGivesNoFinding() {
    rounds.staysHealthy();
  }

  @ParameterizedTest
  @MethodSource("harmful")
  void isFoundWhenItHappensAndGoneWhenItIsRepaired(Fault fault) throws Exception {
    rounds.isFoundAndGoesWithItsRepair(fault);
  }
}
