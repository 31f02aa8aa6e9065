package io.drillmaster.coverage;

import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The sentences about what nothing backs up. */
record Words(KubeCluster cluster) {
  static final String RUNBOOK = "docs/runbooks/NothingBacksItUp.md";

  private static final int NAMES = 6;

  Target target(Resource object, String kind) {
    return new Target(cluster.name(), "coverage", object.namespace(), kind + "/" + object.name());
  }

  /** What tells of the cluster as a whole. */
  Target summary() {
    return new Target(cluster.name(), "coverage", "", "summary");
  }

  static Check leftOut(LeftOut reason) {
    return Check.passed("left out", "a backup, or a reason", reason.told());
  }

  /**
   * @param urgent whether there is something that can be lost today
   */
  Finding claim(Claim claim, boolean urgent) {
    String sentence =
        "Nothing backs up PersistentVolumeClaim %s.".formatted(claim.key())
            + claim
                .database()
                .map(name -> " The Cluster " + name + " that it belonged to is gone.")
                .orElse("");
    return (urgent
            ? Finding.critical("claim-unprotected", sentence)
            : Finding.warning("claim-unprotected", sentence))
        .expected("a ReplicationSource with spec.sourcePVC " + claim.name())
        .observed("none in namespace " + claim.namespace() + mistaken(claim.resource()))
        .next(command(claim.resource(), "describe pvc " + claim.name()))
        .runbook(RUNBOOK);
  }

  /**
   * @param bare its claims that nothing backs up
   */
  Finding set(Replicas set, List<Claim> bare, boolean urgent) {
    String sentence =
        "Nothing backs up %d of %d claims of StatefulSet %s."
            .formatted(bare.size(), set.claims().size(), set.key());
    String name = set.resource().name();
    return (urgent
            ? Finding.critical("statefulset-unprotected", sentence)
            : Finding.warning("statefulset-unprotected", sentence))
        .expected("a ReplicationSource for each claim")
        .observed("none for " + names(bare.stream().map(Claim::name).toList()))
        .next(command(set.resource(), "describe statefulset " + name))
        .runbook(RUNBOOK);
  }

  Finding database(Database database, boolean urgent) {
    String copy =
        database.isReplica()
            ? " It follows another Cluster, and what is deleted there is deleted here."
            : "";
    String sentence =
        "Nothing backs up Cluster %s of CloudNativePG.%s".formatted(database.key(), copy);
    String name = database.resource().name();
    return (urgent
            ? Finding.critical("database-unprotected", sentence)
            : Finding.warning("database-unprotected", sentence))
        .expected("spec.backup, or a plugin that archives")
        .observed("neither" + mistaken(database.resource()))
        .next(command(database.resource(), "get cluster.postgresql.cnpg.io " + name + " -o yaml"))
        .runbook(RUNBOOK);
  }

  private static String mistaken(Resource object) {
    return Exclusions.isMistaken(object)
        ? "; its annotation %s is not \"%s\""
            .formatted(Exclusions.ANNOTATION, Exclusions.NOT_NEEDED)
        : "";
  }

  Finding volsyncMissing(List<Claim> bare, boolean urgent) {
    String sentence =
        "VolSync is not installed in cluster %s, and nothing else backs up %d of its claims."
            .formatted(cluster.name(), bare.size());
    return (urgent
            ? Finding.critical("volsync-missing", sentence)
            : Finding.warning("volsync-missing", sentence))
        .expected("ReplicationSources, or each claim left out with a reason")
        .observed("no such kind; bare are " + names(bare.stream().map(Claim::key).toList()))
        .next(cluster.kubectl() + " get crd replicationsources.volsync.backube")
        .runbook(RUNBOOK);
  }

  Finding exclusionUnused(Exclusion exclusion) {
    return Finding.warning(
            "exclusion-unused",
            "%s (\"%s\") leaves out nothing in cluster %s: it is misspelt, or no longer needed."
                .formatted(
                    exclusion.leftOut().where(), exclusion.leftOut().reason(), cluster.name()))
        .expected("something that it fits")
        .observed("nothing")
        .next(cluster.kubectl() + " get pvc,statefulset -A")
        .runbook(RUNBOOK);
  }

  Finding odd(Resource object, OddFieldException e) {
    return Finding.unknown(
            "odd-field",
            "%s cannot be judged: its field %s is not %s."
                .formatted(object, e.path(), e.expected()))
        .expected(e.path() + " is " + e.expected())
        .observed("something else")
        .next(command(object, "get " + kind(object) + " " + object.name() + " -o yaml"))
        .runbook("docs/runbooks/CannotLook.md");
  }

  private static String kind(Resource object) {
    String kind = object.string("kind").orElse("");
    return kind.equals("Cluster") ? "cluster.postgresql.cnpg.io" : kind.toLowerCase(Locale.ROOT);
  }

  private String command(Resource object, String rest) {
    return cluster.kubectl() + " -n " + object.namespace() + " " + rest;
  }

  private static String names(List<String> all) {
    String some = all.stream().limit(NAMES).collect(Collectors.joining(", "));
    return all.size() > NAMES ? some + " and " + (all.size() - NAMES) + " more" : some;
  }
}
