package io.drillmaster.coverage;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.KubeFailures;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Finds what nothing backs up: PersistentVolumeClaims without a ReplicationSource
 * (volsync.backube/v1alpha1, VolSync 0.16), StatefulSets with such claims, and Clusters of
 * CloudNativePG (postgresql.cnpg.io/v1, 1.30) without a backup. Whether a backup that is there is
 * any good is told by other probes.
 */
public final class CoverageProbe implements Probe<Question> {
  static final ResourceKind STATEFUL_SET =
      new ResourceKind("apps", "v1", "statefulsets", "StatefulSet", true);
  static final ResourceKind REPLICATION_SOURCE =
      new ResourceKind(
          "volsync.backube", "v1alpha1", "replicationsources", "ReplicationSource", true);
  static final ResourceKind DATABASE =
      new ResourceKind("postgresql.cnpg.io", "v1", "clusters", "Cluster", true);

  private final KubeCluster cluster;
  private final Words words;
  private final Exclusions exclusions;
  private final Duration grace;

  public CoverageProbe(KubeCluster cluster, ProbeSettings settings) {
    this.cluster = cluster;
    this.words = new Words(cluster);
    this.exclusions = new Exclusions(settings, cluster.name());
    this.grace = settings.duration("grace");
  }

  @Override
  public String name() {
    return "coverage";
  }

  /**
   * Begins a round. Each parameter is what a step of the route ended with: a list of {@link
   * Resource}s of the whole cluster, or the exception that kept it from giving one.
   *
   * @param clusters Clusters of CloudNativePG
   * @return a target for each thing that could be lost, and one for the whole; none where there is
   *     nothing
   * @throws CouldNotLookException where claims or StatefulSets are not known: then nothing is
   */
  public Discovery<Question> discover(
      Object claims, Object statefulSets, Object sources, Object clusters) {
    Estate estate =
        new Estate(
            needed(claims, ResourceKind.PERSISTENT_VOLUME_CLAIM).stream().map(Claim::new).toList(),
            needed(statefulSets, STATEFUL_SET),
            Listing.of(sources, cluster, REPLICATION_SOURCE),
            Listing.of(clusters, cluster, DATABASE),
            exclusions);
    List<Subject<Question>> subjects = subjects(estate);
    return new Discovery<>(this, "objects that hold data", subjects);
  }

  private List<Resource> needed(Object told, ResourceKind kind) {
    if (told instanceof Throwable failure) {
      throw KubeFailures.translate(failure, cluster, kind);
    }
    return Listing.of(told, cluster, kind).known();
  }

  private List<Subject<Question>> subjects(Estate estate) {
    Questions questions = new Questions(estate, words, grace);
    List<Subject<Question>> subjects = new ArrayList<>();
    for (Claim claim : estate.claims()) {
      add(subjects, claim.resource(), "pvc", now -> questions.ask(claim, now));
    }
    for (Replicas set : estate.sets()) {
      add(subjects, set.resource(), "statefulset", now -> questions.ask(set, now));
    }
    for (Database database : estate.clusters()) {
      add(subjects, database.resource(), "cluster", now -> questions.ask(database, now));
    }
    if (!subjects.isEmpty()) {
      Summary summary = new Summary(estate, words, questions);
      subjects.add(new Subject<>(words.summary(), summary::answer));
    }
    return subjects;
  }

  private void add(
      List<Subject<Question>> subjects, Resource object, String kind, Question question) {
    subjects.add(new Subject<>(words.target(object, kind), question));
  }

  @Override
  public Judgement judge(Subject<Question> subject, ProbeContext context) {
    return subject.state().answer(context.now());
  }
}
