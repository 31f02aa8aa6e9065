package io.drillmaster.guide;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.Resource;
import java.util.List;

/** Whether every PersistentVolumeClaim of a cluster has got its volume. */
public final class ClaimsProbe implements Probe<Resource> {
  private final KubeCluster cluster;
  private final ProbeSettings settings;

  public ClaimsProbe(KubeCluster cluster, ProbeSettings settings) {
    this.cluster = cluster;
    this.settings = settings;
  }

  @Override
  public String name() {
    return "claims";
  }

  /** What there is; an empty list becomes the finding nothing-found by itself. */
  public Discovery<Resource> discover(List<Resource> claims) {
    return new Discovery<>(
        this,
        "PersistentVolumeClaims",
        claims.stream().map(claim -> new Subject<>(target(claim), claim)).toList());
  }

  private Target target(Resource claim) {
    return new Target(cluster.name(), name(), claim.namespace(), claim.name());
  }

  @Override
  public Judgement judge(Subject<Resource> subject, ProbeContext context) {
    Resource claim = subject.state();
    String phase = claim.string("status.phase").orElse("no phase");
    if (phase.equals("Bound")) {
      return new Judgement.Builder().passed("bound", "Bound", phase).build();
    }
    String sentence = "The claim has no volume, so that nothing can be restored into it.";
    Finding finding =
        isYoung(claim, context)
            ? Finding.warning("claim-pending", sentence)
            : Finding.critical("claim-pending", sentence);
    String next =
        "%s -n %s describe pvc %s".formatted(cluster.kubectl(), claim.namespace(), claim.name());
    return new Judgement.Builder()
        .failed("bound", finding.expected("Bound").observed(phase).next(next))
        .build();
  }

  private boolean isYoung(Resource claim, ProbeContext context) {
    return claim
        .instant("metadata.creationTimestamp")
        .filter(created -> created.plus(settings.duration("grace")).isAfter(context.now()))
        .isPresent();
  }
}
