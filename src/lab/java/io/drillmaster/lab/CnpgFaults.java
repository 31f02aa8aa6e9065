package io.drillmaster.lab;

import io.drillmaster.lab.cnpg.Behaviour;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** What goes wrong with databases of CloudNativePG and with their Barman archives. */
final class CnpgFaults {
  private CnpgFaults() {}

  /** They hit the last database that the Barman Cloud plugin archives. */
  static FaultFamily<DatabaseStage> family() {
    return family(
        "cnpg",
        true,
        Stream.of(
            BackupFaults.schedules(),
            BackupFaults.backups(),
            ArchivingFaults.archiving(),
            ArchiveFaults.lost(),
            ArchiveFaults.odd(),
            ArchivingFaults.places(),
            HealthFaults.all()));
  }

  /**
   * They hit the last database that the operator itself archives, which must have been promoted
   * once.
   */
  static FaultFamily<DatabaseStage> inTree() {
    return family(
        "cnpg-in-tree",
        false,
        Stream.of(ArchiveFaults.ofTimelines(), ArchivingFaults.ofTheOperator()));
  }

  private static FaultFamily<DatabaseStage> family(
      String name, boolean byThePlugin, Stream<List<Scenario<DatabaseStage>>> scenarios) {
    return new FaultFamily<>(
        name,
        lab -> DatabaseStage.of(lab, byThePlugin),
        stage -> stage.database().reset(),
        scenarios.flatMap(List::stream).toList());
  }

  /** Something wrong with a database; the finding is its own. */
  static Scenario<DatabaseStage> of(
      String name, String code, String meaning, Consumer<DatabaseStage> breaking) {
    return Scenario.of(Fault.seenByProbe(name, code, meaning), DatabaseStage::target, breaking);
  }

  /** While nobody puts right what is wrong. */
  static Consumer<DatabaseStage> held(Consumer<DatabaseStage> breaking) {
    return stage -> {
      stage.database().behave(Behaviour.HELD);
      breaking.accept(stage);
    };
  }
}
