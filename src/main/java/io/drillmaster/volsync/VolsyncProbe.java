package io.drillmaster.volsync;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.kube.OddFieldException;
import io.drillmaster.kube.Resource;
import io.drillmaster.kube.ResourceKind;
import io.drillmaster.s3.BucketFindings;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.Buckets;
import io.drillmaster.s3.S3FailureException;
import io.drillmaster.volsync.RepositoryReadings.Reading;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Judges each ReplicationSource (volsync.backube/v1alpha1, VolSync 0.16) by its status, by what its
 * mover logged, and by the restic repository that it writes to.
 */
public final class VolsyncProbe implements Probe<Resource> {
  /** What it judges. */
  public static final ResourceKind KIND =
      new ResourceKind(
          "volsync.backube", "v1alpha1", "replicationsources", "ReplicationSource", true);

  private final KubeCluster cluster;
  private final Thresholds thresholds;
  private final Clock clock;
  private final RepositoryReadings readings;
  private final Claims claims = new Claims();

  public VolsyncProbe(KubeCluster cluster, Buckets buckets, ProbeSettings settings, Clock clock) {
    this.cluster = cluster;
    this.thresholds = Thresholds.of(settings);
    this.clock = clock;
    this.readings = new RepositoryReadings(buckets);
  }

  @Override
  public String name() {
    return "volsync";
  }

  /** Begins a round: each object is a target. */
  public Discovery<Resource> discover(List<Resource> replicationSources) {
    claims.forget();
    List<Subject<Resource>> subjects =
        replicationSources.stream().map(source -> new Subject<>(target(source), source)).toList();
    readings.retain(subjects.stream().map(Subject::target).collect(Collectors.toSet()));
    return new Discovery<>(this, "ReplicationSources", subjects);
  }

  /**
   * Takes all PersistentVolumeClaims of the cluster. Without them each is asked for by itself.
   *
   * @param all as a list that was read just now
   */
  public void claims(List<Resource> all) {
    claims.take(all, clock.instant());
  }

  private Target target(Resource source) {
    return new Target(cluster.name(), name(), source.namespace(), source.name());
  }

  @Override
  public Judgement judge(Subject<Resource> subject, ProbeContext context) {
    Case asked =
        new Case(
            cluster.kubectl(),
            subject.target(),
            new ReplicationSource(subject.state()),
            thresholds,
            context);
    Judgement.Builder answer = new Judgement.Builder();
    SyncQuestions sync = new SyncQuestions(asked);
    ask(answer, asked, "last sync", () -> Optional.of(sync.lastSync()));
    ask(answer, asked, "schedule", () -> Optional.of(sync.schedule()));
    if (usesRestic(answer, asked)) {
      MoverQuestions mover = new MoverQuestions(asked);
      ask(answer, asked, "mover log", mover::log);
      askRepository(answer, asked);
      ask(
          answer,
          asked,
          "volume",
          () -> Optional.of(mover.volume(cluster, claims, share(context))));
    }
    measureObjective(answer, asked);
    return answer.build();
  }

  private boolean usesRestic(Judgement.Builder answer, Case asked) {
    boolean[] restic = {false};
    ask(
        answer,
        asked,
        "mover",
        () -> {
          restic[0] = asked.source().isRestic();
          return restic[0] ? Optional.empty() : Optional.of(moverUnknown(asked));
        });
    return restic[0];
  }

  private static Check moverUnknown(Case asked) {
    return Check.failed(
        "mover",
        Finding.unknown(
                "mover-unknown",
                "%s uses a mover that cannot be judged: whether its backup could be restored is"
                        .formatted(asked.what())
                    + " not known.")
            .expected("mover restic")
            .observed("mover " + asked.source().otherMover())
            .next(asked.describe())
            .runbook("docs/runbooks/CannotLook.md"));
  }

  /** Asks one question; what makes an answer impossible becomes the answer. */
  private static void ask(
      Judgement.Builder answer, Case asked, String name, Supplier<Optional<Check>> question) {
    try {
      question.get().ifPresent(answer::add);
    } catch (OddFieldException e) {
      answer.failed(name, asked.odd(e));
    } catch (CouldNotLookException e) {
      answer.failed(name, e.finding());
    }
  }

  private void askRepository(Judgement.Builder answer, Case asked) {
    ask(
        answer,
        asked,
        "repository",
        () -> {
          String secret =
              asked
                  .source()
                  .repository()
                  .orElseThrow(
                      () ->
                          new OddFieldException("spec.restic.repository", "the name of a Secret"));
          RepositorySecret source =
              new RepositorySecret(cluster, asked.source().namespace(), secret);
          Resolved resolved = source.resolve(share(asked.context()));
          return Optional.of(repository(answer, asked, secret, resolved));
        });
  }

  private Check repository(Judgement.Builder answer, Case asked, String secret, Resolved resolved) {
    String place = "s3://" + resolved.location().bucket() + "/" + resolved.location().prefix();
    try {
      Reading reading = readings.read(asked, resolved, share(asked.context()));
      RepositoryQuestions questions = new RepositoryQuestions(asked, reading);
      ask(answer, asked, "snapshot", () -> Optional.of(questions.snapshot()));
      ask(answer, asked, "locks", () -> Optional.of(questions.locks()));
      measure(answer, reading);
      readings
          .size(asked, resolved, share(asked.context()))
          .ifPresent(bytes -> answer.measured(Measure.SIZE.of(bytes)));
      return Check.passed("repository", "a bucket that answers", place);
    } catch (S3FailureException e) {
      readings.known(asked).ifPresent(reading -> measure(answer, reading));
      BucketFindings words =
          new BucketFindings(
              cluster.kubectl(), asked.source().namespace(), secret, resolved.externalSecret());
      Target cause = new Target(cluster.name(), "object-store", asked.source().namespace(), secret);
      return Check.failed("repository", words.unknown(e, resolved.location()).causedBy(cause));
    }
  }

  /** Proof, not promise: what is in the bucket, whatever the status says. */
  private static void measure(Judgement.Builder answer, Reading reading) {
    reading
        .snapshots()
        .newest()
        .ifPresent(
            newest ->
                answer
                    .measured(Measure.LAST_SUCCESS.of(newest))
                    .measured(Measure.RECOVERABLE_TO.of(newest)));
    reading
        .snapshots()
        .oldest()
        .ifPresent(oldest -> answer.measured(Measure.RECOVERABLE_FROM.of(oldest)));
  }

  private void measureObjective(Judgement.Builder answer, Case asked) {
    try {
      asked
          .schedule()
          .map(times -> times.intervalAt(asked.now()).plus(thresholds.grace()))
          .ifPresent(objective -> answer.measured(Measure.RPO_OBJECTIVE.of(objective)));
    } catch (OddFieldException e) {
      asked.context().note("no objective: " + e.getMessage());
    }
  }

  /** Leaves time to say what was seen when one step hangs. */
  private Deadline share(ProbeContext context) {
    return Deadline.in(context.deadline().remaining().multipliedBy(3).dividedBy(4), clock);
  }
}
