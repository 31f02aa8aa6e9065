package io.drillmaster.cnpg;

import io.drillmaster.barman.ArchiveReader;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.Resource;
import io.drillmaster.s3.Buckets;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Judges each Cluster (postgresql.cnpg.io/v1, CNPG 1.30) by what the API tells of it and of its
 * backups, and above all by its Barman archive: what is in the bucket counts.
 */
public final class CnpgProbe implements Probe<Resource> {
  private final KubeCluster cluster;
  private final Thresholds thresholds;
  private final Clock clock;
  private final Neighbours neighbours;
  private final Archives archives;
  private final Patience patience = new Patience();

  public CnpgProbe(KubeCluster cluster, Buckets buckets, ProbeSettings settings, Clock clock) {
    this.cluster = cluster;
    this.thresholds = Thresholds.of(settings);
    this.clock = clock;
    this.neighbours = new Neighbours(cluster);
    this.archives =
        new Archives(buckets, new ArchiveReader(clock, settings.duration("archiveFullEvery")));
  }

  @Override
  public String name() {
    return "cnpg";
  }

  /** Begins a round: each Cluster is a target. */
  public Discovery<Resource> discover(List<Resource> clusters) {
    neighbours.forget();
    List<Subject<Resource>> subjects =
        clusters.stream().map(one -> new Subject<>(target(one), one)).toList();
    Set<Target> existing = subjects.stream().map(Subject::target).collect(Collectors.toSet());
    archives.retain(existing);
    patience.retain(existing);
    return new Discovery<>(this, "Clusters", subjects);
  }

  private Target target(Resource one) {
    return new Target(cluster.name(), name(), one.namespace(), one.name());
  }

  @Override
  public Judgement judge(Subject<Resource> subject, ProbeContext context) {
    Case asked =
        new Case(
            cluster,
            subject.target(),
            new Database(subject.state()),
            neighbours,
            patience,
            thresholds,
            context,
            clock);
    return new Inquiry(asked, archives).ask();
  }
}
