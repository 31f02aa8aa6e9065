package io.drillmaster;

import io.drillmaster.lab.Fault;
import io.drillmaster.lab.LabOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of a volume is seen by the daemon for what it is, and its repair too. */
class VolsyncFaultsIT {
  @TempDir static Path folder;
  private static FaultRounds rounds;

  @BeforeAll
  static void start() throws Exception {
    rounds = FaultRounds.start(LabOptions.of(List.of("hub", "spoke"), 2), folder);
  }

  @AfterAll
  static void close() {
    rounds.close();
  }

  static Stream<Fault> harmful() {
    return FaultRounds.harmful("volsync");
  }

  static Stream<Fault> survived() {
    return FaultRounds.survived("volsync");
  }

  @ParameterizedTest
  @MethodSource("harmful")
  void isFoundWhenItHappensAndGoneWhenItIsRepaired(Fault fault) throws Exception {
    rounds.isFoundAndGoesWithItsRepair(fault);
  }

  @ParameterizedTest
  @MethodSource("survived")
  void isSurvivedInSilence(Fault fault) {
    rounds.isSurvived(fault);
  }
}
