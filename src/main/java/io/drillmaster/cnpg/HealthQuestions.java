package io.drillmaster.cnpg;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.kube.Resource;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Does the Cluster itself work, so that it can be backed up at all? */
record HealthQuestions(Case asked) {
  private static final String RUNBOOK = "docs/runbooks/DatabaseUnhealthy.md";
  private static final String UNKNOWN_PLUGIN =
      "Cluster cannot proceed to reconciliation due to an unknown plugin being required";

  /** Phases that say no more than that instances are missing. */
  private static final Set<String> INSTANCES =
      Set.of(
          "Creating a new replica",
          "Waiting for the instances to become active",
          "Failing over",
          "Switchover in progress");

  /** Phases that do not end by themselves. */
  private static final Set<String> FOR_GOOD =
      Set.of(
          "Cluster is unrecoverable and needs manual intervention",
          "Cluster cannot proceed to reconciliation due to an error while interacting with plugins",
          "Cluster has incomplete or invalid image catalog",
          "Cluster cannot execute instance online upgrade due to missing architecture binary",
          "Unable to create required cluster objects",
          "Invalid cluster definition");

  /** {@code phase}: what the operator says of it. */
  Check phase() {
    Database database = asked.database();
    String phase = database.phase().orElse("");
    if (database.isHibernated()) {
      return passed("hibernated: no instance runs, on purpose");
    }
    boolean healthy = phase.equals(Database.HEALTHY);
    if (healthy || INSTANCES.contains(phase) && isShort()) {
      asked.patience().over(asked.target(), "phase");
      return passed(phase);
    }
    if (phase.equals(UNKNOWN_PLUGIN)) {
      return Check.failed("phase", pluginMissing(List.of(), phase));
    }
    Duration lasted = Duration.between(since("phase"), asked.now());
    boolean patient = lasted.compareTo(asked.thresholds().unhealthyAfter()) < 0;
    if (patient && !FOR_GOOD.contains(phase) || phase.isEmpty() && asked.isYoung()) {
      return passed(phase.isEmpty() ? "no phase yet" : phase + ", for " + words(lasted));
    }
    return Check.failed("phase", notHealthy(phase, lasted));
  }

  private Check passed(String observed) {
    return Check.passed("phase", Database.HEALTHY, observed);
  }

  /** The condition Ready is True exactly in the one phase that is good. */
  private Instant since(String what) {
    Instant seen = asked.since(what);
    return asked
        .database()
        .condition("Ready")
        .filter(ready -> !ready.isTrue())
        .flatMap(Database.Condition::since)
        .filter(told -> told.isBefore(seen))
        .orElse(seen);
  }

  private static String words(Duration lasted) {
    return TimeWords.duration(lasted.truncatedTo(java.time.temporal.ChronoUnit.SECONDS));
  }

  private boolean isShort() {
    return asked.database().readyInstances() < asked.database().instances();
  }

  private Finding notHealthy(String phase, Duration lasted) {
    boolean serves = asked.database().readyInstances() > 0 && !FOR_GOOD.contains(phase);
    String sentence =
        "%s has not been healthy for %s.".formatted(asked.what(), words(lasted))
            + (serves ? "" : " It serves nobody, or the operator has given up on it.");
    Finding finding =
        serves
            ? Finding.warning("cluster-not-healthy", sentence)
            : Finding.critical("cluster-not-healthy", sentence);
    return finding
        .expected("phase \"" + Database.HEALTHY + "\"")
        .observed(phase.isEmpty() ? "no phase" : "phase \"" + phase + "\"")
        .next(asked.describe())
        .runbook(RUNBOOK);
  }

  /** {@code instances}: as many as there should be, and none of them fenced. */
  Optional<Check> instances() {
    Database database = asked.database();
    if (database.isHibernated()) {
      return Optional.empty();
    }
    String expected = database.instances() + " ready";
    String observed = database.readyInstances() + " of " + database.instances() + " ready";
    if (!database.fenced().isEmpty()) {
      return Optional.of(Check.failed("instances", fenced(expected, observed)));
    }
    if (!isShort()) {
      asked.patience().over(asked.target(), "instances");
      return Optional.of(Check.passed("instances", expected, observed));
    }
    Duration lasted = Duration.between(since("instances"), asked.now());
    if (lasted.compareTo(asked.thresholds().unhealthyAfter()) < 0) {
      return Optional.of(Check.passed("instances", expected, observed + ", for " + words(lasted)));
    }
    return Optional.of(Check.failed("instances", missing(lasted, expected, observed)));
  }

  private Finding missing(Duration lasted, String expected, String observed) {
    boolean none = asked.database().readyInstances() == 0;
    String sentence =
        none
            ? "No instance of %s is ready: the database is down, for %s."
            : "%s runs with fewer instances than it should, for %s.";
    String told = sentence.formatted(asked.what(), words(lasted));
    Finding finding =
        none
            ? Finding.critical("instances-missing", told)
            : Finding.warning("instances-missing", told);
    return finding
        .expected(expected)
        .observed(observed)
        .next(asked.command("get pods -l cnpg.io/cluster=" + asked.database().name()))
        .runbook(RUNBOOK);
  }

  private Finding fenced(String expected, String observed) {
    String who = String.join(", ", asked.database().fenced());
    String effect =
        asked.database().isPrimaryFenced()
            ? "its primary is stopped, nothing is written or archived."
            : "these instances do not run.";
    return Finding.warning(
            "cluster-fenced", "%s is fenced on purpose: %s".formatted(asked.what(), effect))
        .expected(expected + ", none fenced")
        .observed(observed + "; fenced: " + (who.equals("*") ? "all" : who))
        .next(
            asked.command(
                "annotate cluster.postgresql.cnpg.io %s cnpg.io/fencedInstances-"
                    .formatted(asked.database().name())))
        .runbook(RUNBOOK);
  }

  /** {@code plugins}: what the Cluster needs is loaded. Empty where it needs none. */
  Optional<Check> plugins() {
    Database database = asked.database();
    List<String> wanted =
        database.resource().list("spec.plugins").stream()
            .filter(plugin -> plugin.bool("enabled").orElse(true))
            .flatMap(plugin -> plugin.string("name").stream())
            .toList();
    String phase = database.phase().orElse("");
    if (wanted.isEmpty() || phase.equals(UNKNOWN_PLUGIN)) {
      return Optional.empty();
    }
    Set<String> loaded = loaded(database.resource());
    List<String> missing = wanted.stream().filter(name -> !loaded.contains(name)).toList();
    boolean excused = missing.isEmpty() || asked.isYoung() || database.isHibernated();
    return Optional.of(
        excused
            ? Check.passed("plugins", String.join(", ", wanted), String.join(", ", wanted))
            : Check.failed("plugins", pluginMissing(missing, phase)));
  }

  private static Set<String> loaded(Resource cluster) {
    return cluster.list("status.pluginStatus").stream()
        .flatMap(plugin -> plugin.string("name").stream())
        .collect(Collectors.toSet());
  }

  private Finding pluginMissing(List<String> names, String phase) {
    String which = names.isEmpty() ? "a plugin" : "the plugin " + String.join(", ", names);
    return Finding.critical(
            "plugin-missing",
            "%s needs %s, which the operator has not loaded: nothing is archived or backed up by it."
                .formatted(asked.what(), which))
        .expected(names.isEmpty() ? "every plugin loaded" : String.join(", ", names) + " loaded")
        .observed(phase.isEmpty() ? "not in status.pluginStatus" : "phase \"" + phase + "\"")
        .next(
            asked.cluster().kubectl()
                + " get services -A -l cnpg.io/pluginName; "
                + asked.describe())
        .runbook(RUNBOOK);
  }
}
