package io.drillmaster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.drillmaster.config.DrillmasterConfig.ClusterAccess;
import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Discovery;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Subject;
import io.drillmaster.kube.Fabric8Cluster;
import io.drillmaster.lab.Fault;
import io.drillmaster.lab.Lab;
import io.drillmaster.objectstore.ObjectStoreProbe;
import io.drillmaster.s3.S3Buckets;
import io.drillmaster.volsync.VolsyncBuckets;
import io.drillmaster.volsync.VolsyncProbe;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fault of the lab that probes can see, one after the other, in the cluster it hits. */
class EveryFaultIT {
  private static final Clock CLOCK = Clock.systemUTC();
  private static final Duration DEADLINE = Duration.ofSeconds(6);

  private static final StringBuilder SAID = new StringBuilder();
  private static Lab lab;
  private static Fabric8Cluster cluster;
  private static S3Buckets buckets;
  private static VolsyncBuckets references;
  private static VolsyncProbe volsync;
  private static ObjectStoreProbe objectStore;

  @BeforeAll
  static void start() {
    lab = Lab.start();
    String last = lab.clusters().get(lab.clusters().size() - 1);
    cluster = Fabric8Cluster.connect(last, new ClusterAccess.Kubeconfig(lab.kubeconfig(), last));
    buckets = new S3Buckets(CLOCK);
    references = new VolsyncBuckets(cluster);
    volsync =
        new VolsyncProbe(
            cluster,
            buckets,
            settings(
                Map.of(
                    "bucketEvery", Duration.ofMillis(1),
                    "graceAfterMissedSync", Duration.ofMinutes(30),
                    "stuckAfter", Duration.ofHours(6),
                    "staleLockAfter", Duration.ofMinutes(30))),
            CLOCK);
    objectStore =
        new ObjectStoreProbe(
            cluster,
            buckets,
            settings(
                Map.of(
                    "inventoryEvery", Duration.ofHours(1),
                    "latencyWarning", Duration.ofSeconds(2),
                    "clockSkewWarning", Duration.ofMinutes(1))),
            CLOCK);
  }

  @AfterAll
  static void stop() {
    cluster.close();
    buckets.close();
    lab.close();
  }

  private static ProbeSettings settings(Map<String, Object> more) {
    return new ProbeSettings(true, Duration.ofSeconds(1), DEADLINE, more);
  }

  private static Deadline soon() {
    return Deadline.in(DEADLINE, CLOCK);
  }

  /** What both probes find in all targets; what stops the discovery is a finding too. */
  private static List<Finding> look() {
    List<Finding> found = new ArrayList<>();
    try {
      judge(volsync.discover(cluster.list(VolsyncProbe.KIND, soon())), found);
      judge(objectStore.discover(references.buckets(soon())), found);
    } catch (CouldNotLookException e) {
      found.add(e.finding());
    }
    found.forEach(finding -> SAID.append(finding).append('\n'));
    return found;
  }

  private static <S> void judge(Discovery<S> discovery, List<Finding> found) {
    if (discovery.subjects().isEmpty()) {
      found.add(Finding.unknown("nothing-found", "nothing there"));
    }
    for (Subject<S> subject : discovery.subjects()) {
      ProbeContext context = new ProbeContext(CLOCK, soon(), Instant.EPOCH);
      Judgement judgement = discovery.probe().judge(subject, context);
      assertThat(context.deadline().hasPassed()).as("deadline of %s", subject.target()).isFalse();
      judgement.checks().forEach(check -> check.finding().ifPresent(found::add));
      SAID.append(judgement).append(context.transcript()).append('\n');
    }
  }

  private static List<String> codes() {
    return look().stream().map(Finding::code).toList();
  }

  static Stream<Fault> faults() {
    return Lab.faults().stream().filter(fault -> fault.seenBy().equals("probe"));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void isSeenAndGoesWithItsRepair(Fault fault) {
    assertThat(look()).as("before").isEmpty();
    lab.inject(fault.name());
    if (fault.findingCode().equals(Fault.SURVIVED)) {
      assertThat(look()).isEmpty();
    } else {
      assertThat(codes()).contains(fault.findingCode());
    }
    lab.repair(fault.name());
    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(look()).isEmpty());
    assertThat(SAID).doesNotContain(lab.secretValues());
  }

  @Test
  void theHealthyLabIsSilentForManyRounds() {
    for (int round = 0; round < 25; round++) {
      assertThat(look()).as("round %d", round).isEmpty();
    }
  }
}
