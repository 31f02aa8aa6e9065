package io.drillmaster.cnpg;

import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The fields of a Cluster (postgresql.cnpg.io/v1, CNPG 1.30) that are looked at. Each is read when
 * it is asked for, so that an odd one spoils only what depends on it.
 */
record Database(Resource resource) {
  /** The one phase that is good; phases are compared as whole sentences. */
  static final String HEALTHY = "Cluster in healthy state";

  private static final Pattern NAMES = Pattern.compile("[\\[\\]\",\\s]+");

  /** {@code type}, {@code status} and {@code reason} of metav1.Condition. */
  record Condition(boolean isTrue, String message, Optional<Instant> since) {}

  String namespace() {
    return resource.namespace();
  }

  String name() {
    return resource.name();
  }

  Instant createdAt() {
    return resource
        .instant("metadata.creationTimestamp")
        .orElseThrow(() -> new OddFieldException("metadata.creationTimestamp", "a time"));
  }

  Optional<String> phase() {
    return text("status.phase");
  }

  /** How many instances it should have. */
  long instances() {
    return resource.integer("spec.instances").orElse(1L);
  }

  long readyInstances() {
    return resource.integer("status.readyInstances").orElse(0L);
  }

  /** Name of the pod that takes writes. */
  Optional<String> primary() {
    return text("status.currentPrimary");
  }

  Optional<Long> timeline() {
    return resource.integer("status.timelineID").filter(timeline -> timeline > 0);
  }

  /** PostgreSQL's system identifier: the same as long as it is the same data. */
  Optional<String> systemId() {
    return text("status.systemID");
  }

  Optional<Condition> condition(String type) {
    return resource.list("status.conditions").stream()
        .filter(condition -> condition.string("type").equals(Optional.of(type)))
        .findFirst()
        .map(
            condition ->
                new Condition(
                    condition.string("status").equals(Optional.of("True")),
                    condition.string("message").orElse(""),
                    condition.instant("lastTransitionTime")));
  }

  /** Its pods are taken away on purpose, and its volumes are kept. */
  boolean isHibernated() {
    return resource.annotation("cnpg.io/hibernation").equals(Optional.of("on"));
  }

  /** Instances whose PostgreSQL is stopped on purpose; {@code *} stands for all of them. */
  List<String> fenced() {
    return resource.annotation("cnpg.io/fencedInstances").stream()
        .flatMap(NAMES::splitAsStream)
        .filter(name -> !name.isEmpty())
        .toList();
  }

  boolean isPrimaryFenced() {
    return fenced().contains("*") || primary().filter(fenced()::contains).isPresent();
  }

  /** It follows another cluster and takes no writes of its own. */
  boolean isReplica() {
    Optional<Boolean> said = resource.bool("spec.replica.enabled");
    Optional<String> primary = text("spec.replica.primary");
    String self = text("spec.replica.self").orElse(name());
    return said.orElseGet(() -> primary.isPresent() && !primary.get().equals(self));
  }

  /** The cluster that a replica follows, by its name in {@code spec.externalClusters}. */
  String replicaSource() {
    return text("spec.replica.source").orElse("another cluster");
  }

  boolean hasSnapshots() {
    return resource.object("spec.backup.volumeSnapshot").isPresent();
  }

  /** The metrics of its instances are served with TLS. */
  boolean hasMetricsTls() {
    return resource.bool("spec.monitoring.tls.enabled").orElse(false);
  }

  /** Why it needs no backup, as somebody wrote it there; empty where it needs one. */
  Optional<String> needsNoBackup() {
    return resource
        .annotation("drillmaster.dev/backup")
        .filter(text -> text.startsWith("not-needed"));
  }

  Optional<String> text(String path) {
    return resource.string(path).filter(text -> !text.isBlank());
  }
}
