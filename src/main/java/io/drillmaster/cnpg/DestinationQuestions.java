package io.drillmaster.cnpg;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import java.util.List;

/** Is the Cluster told to back itself up, and to where? */
record DestinationQuestions(Case asked, Destination destination) {
  private static final String RUNBOOK = "docs/runbooks/ArchiveElsewhere.md";

  /** {@code destination}: what it is backed up to. */
  Check whereTo() {
    if (destination instanceof Destination.InArchive archive) {
      return archive(archive);
    }
    if (destination instanceof Destination.StoreMissing store) {
      return failed(storeMissing(store.name()));
    }
    if (destination instanceof Destination.ForeignPlugin plugin) {
      return failed(foreign(plugin.name()));
    }
    boolean snapshots =
        destination instanceof Destination.SnapshotsOnly
            || asked.plans().stream().anyMatch(plan -> !plan.isInArchive());
    return snapshots ? failed(snapshotOnly("no archive")) : nothing();
  }

  private static Check failed(Finding finding) {
    return Check.failed("destination", finding);
  }

  private Check archive(Destination.InArchive archive) {
    List<BackupPlan> plans = asked.plans();
    if (!plans.isEmpty() && plans.stream().noneMatch(BackupPlan::isInArchive)) {
      return failed(snapshotOnly("WAL in " + place(archive) + ", base backups as snapshots only"));
    }
    String how = archive.usesPlugin() ? " by " + archive.store().what() : " in-tree";
    return Check.passed("destination", "an archive", place(archive) + how);
  }

  static String place(Destination.InArchive archive) {
    return archive
        .store()
        .place()
        .map(place -> "s3://" + place.bucket() + "/" + place.prefix() + archive.serverName())
        .orElse("an archive");
  }

  private Finding storeMissing(String name) {
    String which = asked.database().namespace() + "/" + (name.isEmpty() ? "(none named)" : name);
    return Finding.critical(
            "object-store-missing",
            "%s archives to ObjectStore %s, which does not exist: nothing is archived or restored."
                .formatted(asked.what(), which))
        .expected("an ObjectStore " + which + ", in the namespace of the Cluster")
        .observed("no such ObjectStore")
        .next(asked.command("get objectstores.barmancloud.cnpg.io"))
        .runbook(RUNBOOK);
  }

  private Finding foreign(String name) {
    return Finding.unknown(
            "archive-not-readable",
            "%s is archived by a plugin that cannot be looked behind: whether it could be restored"
                    .formatted(asked.what())
                + " is not known.")
        .expected("the plugin " + Destination.BARMAN_PLUGIN + ", or an in-tree barmanObjectStore")
        .observed("the plugin " + name)
        .next(asked.describe())
        .runbook("docs/runbooks/CannotLook.md");
  }

  private Finding snapshotOnly(String observed) {
    return Finding.warning(
            "snapshot-only",
            "The base backups of %s are snapshots of its volumes only: with the storage they are gone."
                .formatted(asked.what()))
        .expected("base backups in an object store")
        .observed(observed)
        .next(asked.command("get scheduledbackups,volumesnapshots"))
        .runbook(RUNBOOK);
  }

  private Check nothing() {
    if (asked.database().needsNoBackup().isPresent()) {
      return Check.passed("destination", "none: it needs no backup", "none");
    }
    if (asked.database().isReplica()) {
      String source = "a replica of " + asked.database().replicaSource();
      return Check.passed("destination", "a backup of its source", source);
    }
    boolean claims =
        asked.database().condition("ContinuousArchiving").stream()
            .anyMatch(Database.Condition::isTrue);
    String though = claims ? ", though its condition ContinuousArchiving says True" : "";
    return failed(
        Finding.critical(
                "backup-not-configured",
                "Nothing backs up %s: neither an archive nor snapshots are configured%s."
                    .formatted(asked.what(), though))
            .expected("the Barman Cloud plugin with an ObjectStore, or spec.backup")
            .observed("neither")
            .next(asked.command("edit cluster.postgresql.cnpg.io " + asked.database().name()))
            .runbook(RUNBOOK));
  }
}
