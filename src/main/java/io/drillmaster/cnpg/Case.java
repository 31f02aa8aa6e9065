package io.drillmaster.cnpg;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Clock;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/** One Cluster that is being judged, with what every question about it needs. */
record Case(
    KubeCluster cluster,
    Target target,
    Database database,
    Neighbours neighbours,
    Patience patience,
    Thresholds thresholds,
    ProbeContext context,
    Clock clock) {
  Instant now() {
    return context.now();
  }

  /** Its Backups, the oldest first. */
  List<TakenBackup> backups() {
    return neighbours.all(Kinds.BACKUP, now(), context.notBefore(), share()).stream()
        .map(TakenBackup::new)
        .filter(backup -> backup.isOf(database))
        .sorted(Comparator.comparing(TakenBackup::startedAt))
        .toList();
  }

  /** Its ScheduledBackups. */
  List<BackupPlan> plans() {
    return neighbours.all(Kinds.SCHEDULED_BACKUP, now(), context.notBefore(), share()).stream()
        .map(BackupPlan::new)
        .filter(plan -> plan.isOf(database))
        .toList();
  }

  /** Every ObjectStore, of whatever namespace. */
  List<Resource> stores() {
    return neighbours.all(Kinds.OBJECT_STORE, now(), context.notBefore(), share());
  }

  /** Since when this has been so, as far as this process has seen. */
  Instant since(String what) {
    return patience.since(target, what, now());
  }

  /** Leaves time to say what was seen when one step hangs. */
  Deadline share() {
    return Deadline.in(context.deadline().remaining().multipliedBy(3).dividedBy(4), clock);
  }

  /** It was made so lately that it may still be on its way. */
  boolean isYoung() {
    return database.createdAt().plus(thresholds.unhealthyAfter()).isAfter(now());
  }

  /** {@code 2026-11-22 14:02 UTC (3h ago)}. */
  String told(Instant instant) {
    return TimeWords.time(instant) + " (" + TimeWords.ago(instant, now()) + ")";
  }

  /** {@code Cluster business/orders}. */
  String what() {
    return "Cluster " + target.path();
  }

  String describe() {
    return command("describe cluster.postgresql.cnpg.io " + database.name());
  }

  String command(String rest) {
    return cluster.kubectl() + " -n " + database.namespace() + " " + rest;
  }

  Finding odd(OddFieldException e) {
    return Finding.unknown(
            "odd-field",
            "%s cannot be judged: the field %s of it or of one of its backups is not %s."
                .formatted(what(), e.path(), e.expected()))
        .expected(e.path() + " is " + e.expected())
        .observed("something else")
        .next(
            command(
                "get clusters.postgresql.cnpg.io,backups,scheduledbackups,objectstores -o yaml"))
        .runbook("docs/runbooks/CannotLook.md");
  }
}
