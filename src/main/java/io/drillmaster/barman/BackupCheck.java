package io.drillmaster.barman;

import io.drillmaster.barman.BaseBackup.Part;
import io.drillmaster.barman.BaseBackup.State;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Whether each base backup is complete by itself, and all are of one PostgreSQL cluster. */
final class BackupCheck {
  private final Archive archive;
  private final Breaks breaks;

  BackupCheck(Archive archive, Breaks breaks) {
    this.archive = archive;
    this.breaks = breaks;
  }

  /** The finished ones of the cluster that the newest is of, oldest first. */
  List<BaseBackup> check() {
    Optional<String> system =
        archive.newestDone().flatMap(BaseBackup::info).flatMap(BackupInfo::systemId);
    List<BaseBackup> ours = new ArrayList<>();
    for (BaseBackup backup : archive.backups()) {
      if (backup.state() == State.UNREADABLE) {
        breaks.ofBackup(Break.Kind.INFO_UNREADABLE, backup, List.of("backup.info"));
      } else if (backup.isDone()) {
        parts(backup);
        if (isOf(system, backup)) {
          ours.add(backup);
        } else {
          breaks.ofBackup(Break.Kind.SEVERAL_SYSTEMS, backup, List.of("backup.info"));
        }
      }
    }
    return ours;
  }

  private static boolean isOf(Optional<String> system, BaseBackup backup) {
    Optional<String> own = backup.info().flatMap(BackupInfo::systemId);
    return own.isEmpty() || system.isEmpty() || own.equals(system);
  }

  private void parts(BaseBackup backup) {
    BackupInfo info = backup.info().orElseThrow();
    if (info.isSnapshot()) {
      return;
    }
    List<String> missing = missing(backup, info);
    if (!missing.isEmpty()) {
      breaks.ofBackup(Break.Kind.PART_MISSING, backup, missing);
    }
    List<String> empty =
        backup.parts().stream().filter(part -> part.size() == 0).map(Part::name).toList();
    if (!empty.isEmpty()) {
      breaks.ofBackup(Break.Kind.PART_DAMAGED, backup, empty);
    }
  }

  /** Without suffix, because what is not there has none. */
  private static List<String> missing(BaseBackup backup, BackupInfo info) {
    Map<String, Integer> highest = new TreeMap<>();
    highest.put(PartName.DATA, 0);
    info.tablespaces().forEach(oid -> highest.put(oid.toString(), 0));
    Set<PartName> there = new LinkedHashSet<>();
    backup.parts().stream()
        .flatMap(part -> PartName.parse(part.name()).stream())
        .forEach(there::add);
    there.forEach(
        part -> highest.computeIfPresent(part.stem(), (s, n) -> Math.max(n, part.number())));
    List<String> missing = new ArrayList<>();
    highest.forEach(
        (stem, last) -> {
          for (int number = 0; number <= last && missing.size() < Breaks.MOST_KEYS; number++) {
            PartName part = new PartName(stem, number);
            if (!there.contains(part)) {
              missing.add(part.toString());
            }
          }
        });
    return missing;
  }
}
