package io.drillmaster.objectstore;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Probe;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.core.probe.Target;
import io.drillmaster.kube.KubeCluster;
import io.drillmaster.objectstore.BucketContents.Inventory;
import io.drillmaster.objectstore.BucketQuestions.Limits;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.Bucket.Page;
import io.drillmaster.s3.BucketFindings;
import io.drillmaster.s3.BucketReference;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.Buckets;
import io.drillmaster.s3.S3FailureException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Judges each bucket that an object of a cluster points to, with that object's own credentials: one
 * LIST request for one key each round, and a listing of everything now and then.
 */
public final class ObjectStoreProbe implements Probe<BucketReference> {
  /** How long a LIST request took. */
  public static final Measure LATENCY =
      new Measure(
          "object_store_latency_seconds", "How long the object store took for a LIST, in seconds.");

  /** How many objects lie below the prefix. */
  public static final Measure OBJECTS =
      new Measure("object_store_objects", "Number of objects below the prefix of the bucket.");

  /** When something was written last. */
  public static final Measure NEWEST =
      new Measure(
          "object_store_newest_object_timestamp_seconds",
          "When the newest object below the prefix of the bucket was written, in Unix seconds.");

  private final KubeCluster cluster;
  private final Buckets buckets;
  private final Limits limits;
  private final BucketContents contents;
  private final Clock clock;

  public ObjectStoreProbe(
      KubeCluster cluster, Buckets buckets, ProbeSettings settings, Clock clock) {
    this.cluster = cluster;
    this.buckets = buckets;
    this.limits =
        new Limits(settings.duration("latencyWarning"), settings.duration("clockSkewWarning"));
    this.contents = new BucketContents(settings.duration("inventoryEvery"));
    this.clock = clock;
  }

  @Override
  public String name() {
    return "object-store";
  }

  /** Each Secret is a target. */
  public Discovery<BucketReference> discover(List<BucketReference> references) {
    List<Subject<BucketReference>> subjects =
        references.stream().map(one -> new Subject<>(target(one), one)).toList();
    contents.retain(subjects.stream().map(Subject::target).collect(Collectors.toSet()));
    return new Discovery<>(this, "buckets", subjects);
  }

  private Target target(BucketReference reference) {
    return new Target(cluster.name(), name(), reference.namespace(), reference.secret());
  }

  @Override
  public Judgement judge(Subject<BucketReference> subject, ProbeContext context) {
    Judgement.Builder answer = new Judgement.Builder();
    BucketReference reference = subject.state();
    try {
      Resolved resolved = reference.access().resolve(share(context));
      ask(answer, subject, resolved, context);
    } catch (CouldNotLookException e) {
      answer.failed("credentials", e.finding());
    }
    return answer.build();
  }

  private void ask(
      Judgement.Builder answer,
      Subject<BucketReference> subject,
      Resolved resolved,
      ProbeContext context) {
    BucketReference reference = subject.state();
    BucketFindings words =
        new BucketFindings(
            cluster.kubectl(),
            reference.namespace(),
            reference.secret(),
            resolved.externalSecret());
    BucketQuestions questions = new BucketQuestions(resolved.location(), words, context.now());
    Bucket bucket = buckets.open(resolved.location(), resolved.credentials());
    try {
      Page page = bucket.list("", Optional.empty(), 1, share(context));
      context.note("LIST s3://" + resolved.location().bucket() + " answered");
      questions.answered(answer, page, limits);
      answer.measured(LATENCY.of(page.latency()));
      Optional<Inventory> inventory = inventory(subject.target(), bucket, context);
      answer.add(questions.content(page, inventory));
      inventory.ifPresent(counted -> measure(answer, counted));
    } catch (S3FailureException e) {
      context.note("LIST s3://" + resolved.location().bucket() + ": " + e.code());
      questions.refused(answer, e);
      contents
          .known(subject.target(), bucket, context.notBefore())
          .ifPresent(counted -> measure(answer, counted));
    }
  }

  /** Where counting fails though one key could be listed, the bucket is merely too large. */
  private Optional<Inventory> inventory(Target target, Bucket bucket, ProbeContext context) {
    Optional<Inventory> latest = contents.known(target, bucket, context.notBefore());
    if (!contents.isDue(latest, context.now())) {
      return latest;
    }
    try {
      return Optional.of(contents.take(target, bucket, context.now(), share(context)));
    } catch (S3FailureException e) {
      context.note("the objects were not counted: " + e.code());
      return latest;
    }
  }

  private static void measure(Judgement.Builder answer, Inventory inventory) {
    answer.measured(OBJECTS.of(inventory.objects()));
    answer.measured(Measure.SIZE.of(inventory.bytes()));
    inventory.newest().ifPresent(newest -> answer.measured(NEWEST.of(newest)));
  }

  /** Leaves time to say what was seen when one step hangs. */
  private Deadline share(ProbeContext context) {
    return Deadline.in(context.deadline().remaining().multipliedBy(3).dividedBy(4), clock);
  }
}
