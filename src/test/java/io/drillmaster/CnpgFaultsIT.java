package io.drillmaster;

import io.drillmaster.lab.Fault;
import io.drillmaster.lab.LabCluster;
import io.drillmaster.lab.LabOptions;
import io.drillmaster.lab.postgres.Database;
import io.drillmaster.lab.postgres.Database.Life;
import io.drillmaster.lab.volsync.BackedUpVolume;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every fault of a database is seen by the daemon for what it is, and its repair too; databases
 * that only look unusual are left in peace.
 */
class CnpgFaultsIT {
  private static final Duration SINCE_THE_BACKUP = Duration.ofHours(6);

  @TempDir static Path folder;
  private static FaultRounds rounds;

  @BeforeAll
  static void start() throws Exception {
    rounds =
        FaultRounds.start(
            LabOptions.of(
                cluster(
                    "hub",
                    database(Database.inTree("records", "archive"), Life.IDLE),
                    database(Database.withPlugin("shop", "fresh"), Life.FRESH),
                    database(Database.inTree("databases", "postgres"), Life.PROMOTED)),
                cluster(
                    "spoke", database(Database.withPlugin("databases", "postgres"), Life.BUSY))),
            folder);
  }

  private static LabCluster cluster(String name, Database... databases) {
    return new LabCluster(name, "", List.of(BackedUpVolume.of("business", "odoo"))).with(databases);
  }

  /** Its last backup was six hours ago, whenever this test runs. */
  private static Database database(Database database, Life life) {
    int hour = Instant.now().minus(SINCE_THE_BACKUP).atZone(ZoneOffset.UTC).getHour();
    return database.living(life).scheduled("0 0 " + hour + " * * *");
  }

  @AfterAll
  static void close() {
    rounds.close();
  }

  static Stream<Fault> harmful() {
    return Stream.concat(FaultRounds.harmful("cnpg"), FaultRounds.harmful("cnpg-in-tree"));
  }

  static Stream<Fault> survived() {
    return FaultRounds.survived("cnpg");
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

  @Test
  void idleFreshAndJustPromotedDatabasesAreSilentForSeveralRounds() {
    rounds.staysHealthy();
  }
}
