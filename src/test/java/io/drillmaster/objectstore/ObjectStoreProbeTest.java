package io.drillmaster.objectstore;

import static org.assertj.core.api.Assertions.assertThat;

import io.drillmaster.config.ProbeSettings;
import io.drillmaster.core.SecretValue;
import io.drillmaster.core.TickingClock;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.CouldNotLookException;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.core.probe.Measure;
import io.drillmaster.core.probe.Measurement;
import io.drillmaster.core.probe.ProbeContext;
import io.drillmaster.core.probe.Status;
import io.drillmaster.kube.FakeCluster;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.BucketReference;
import io.drillmaster.s3.BucketReference.Resolved;
import io.drillmaster.s3.FakeBuckets;
import io.drillmaster.s3.S3Credentials;
import io.drillmaster.s3.S3FailureException.Kind;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObjectStoreProbeTest {
  private static final Instant NOW = Instant.parse("2026-11-22T14:02:00Z");
  private static final SecretValue PLANTED = new SecretValue("planted-4711-secret");
  private static final ProbeSettings SETTINGS =
      new ProbeSettings(
          true,
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Map.of(
              "inventoryEvery", Duration.ofHours(1),
              "latencyWarning", Duration.ofSeconds(2),
              "clockSkewWarning", Duration.ofMinutes(1)));

  private final TickingClock clock = new TickingClock(NOW);
  private final FakeBuckets buckets = new FakeBuckets(clock);
  private final ObjectStoreProbe probe =
      new ObjectStoreProbe(new FakeCluster(), buckets, SETTINGS, clock);

  @BeforeEach
  void seed() {
    buckets
        .put("odoo/config", NOW.minus(Duration.ofDays(9)))
        .put("odoo/snapshots/x", NOW.minus(Duration.ofHours(6)));
  }

  private static final Resolved RESOLVED =
      new Resolved(
          new BucketLocation(
              URI.create("https://account.r2.cloudflarestorage.com"), "volsync", "odoo/", "auto"),
          new S3Credentials(PLANTED, PLANTED, Optional.empty()),
          Optional.of("odoo"));

  private Judgement judge() {
    return judge(deadline -> RESOLVED, Instant.EPOCH);
  }

  private Judgement judge(BucketReference.Access access, Instant notBefore) {
    BucketReference reference =
        new BucketReference("ReplicationSource business/odoo", "business", "odoo-volsync", access);
    ProbeContext context =
        new ProbeContext(clock, Deadline.in(Duration.ofSeconds(30), clock), notBefore);
    Judgement judgement =
        probe.judge(probe.discover(List.of(reference)).subjects().get(0), context);
    assertThat(judgement + "" + context.transcript()).doesNotContain(PLANTED.reveal());
    return judgement;
  }

  private static Finding only(Judgement judgement) {
    List<Finding> findings =
        judgement.checks().stream().flatMap(check -> check.finding().stream()).toList();
    assertThat(findings).hasSize(1);
    return findings.get(0);
  }

  private static Optional<Double> measured(Judgement judgement, Measure measure) {
    return judgement.measurements().stream()
        .filter(m -> m.measure().equals(measure))
        .map(Measurement::value)
        .findFirst();
  }

  @Test
  void aHealthyBucketHasNoFindingThroughManyRounds() {
    for (int round = 0; round < 100; round++) {
      clock.advance(Duration.ofMinutes(5));
      assertThat(judge().checks()).allMatch(check -> check.status() == Status.OK);
    }
    assertThat(judge().checks())
        .extracting(Check::name)
        .containsExactly("reach", "credentials", "bucket", "list", "latency", "clock", "content");
  }

  @Test
  void countsEverythingOnceAnHourAndSaysWhenItDid() {
    assertThat(judge().checks().get(6).observed())
        .isEqualTo("2 objects, 200 B, newest 6h ago (counted 0ms ago)");
    assertThat(buckets.listRequests()).isEqualTo(2);
    clock.advance(Duration.ofMinutes(59));
    buckets.put("odoo/snapshots/y", clock.instant());
    assertThat(judge().checks().get(6).observed())
        .isEqualTo("2 objects, 200 B, newest 6h 59m ago (counted 59m ago)");
    assertThat(buckets.listRequests()).isEqualTo(3);
    clock.advance(Duration.ofMinutes(1));
    Judgement judgement = judge();
    assertThat(measured(judgement, ObjectStoreProbe.OBJECTS)).hasValue(3.0);
    assertThat(measured(judgement, Measure.SIZE)).hasValue(300.0);
    assertThat(measured(judgement, ObjectStoreProbe.LATENCY)).hasValue(0.04);
    assertThat(buckets.listRequests()).isEqualTo(5);
  }

  @Test
  void aVerificationCountsAnew() {
    judge();
    clock.advance(Duration.ofMinutes(1));
    judge(deadline -> RESOLVED, clock.instant());
    assertThat(buckets.listRequests()).isEqualTo(4);
  }

  @ParameterizedTest
  @CsvSource({
    "DNS, bucket-dns, reach, CRITICAL, 0",
    "CONNECT, bucket-connect, reach, CRITICAL, 0",
    "TLS, bucket-tls, reach, CRITICAL, 0",
    "TIMEOUT, bucket-timeout, reach, CRITICAL, 0",
    "WRONG_KEY, bucket-wrong-key, credentials, CRITICAL, 1",
    "WRONG_SECRET, bucket-wrong-secret, credentials, CRITICAL, 1",
    "CLOCK_SKEW, bucket-clock-skew, clock, CRITICAL, 1",
    "NO_SUCH_BUCKET, bucket-missing, bucket, CRITICAL, 2",
    "NOT_ALLOWED, bucket-not-allowed, list, CRITICAL, 3",
    "THROTTLED, bucket-throttled, list, WARNING, 3",
    "SERVER_ERROR, bucket-error, list, CRITICAL, 3",
    "OTHER, bucket-error, list, UNKNOWN, 3"
  })
  void eachFailureHasItsOwnWordsAndNamesWhereTheCredentialsComeFrom(
      Kind kind, String code, String check, Status severity, int passed) {
    buckets.fail(kind, "403 Code");
    Judgement judgement = judge();
    Finding finding = only(judgement);
    assertThat(finding.code()).isEqualTo(code);
    assertThat(finding.severity()).isEqualTo(severity);
    assertThat(judgement.checks()).hasSize(passed + 1);
    assertThat(judgement.checks().get(passed).name()).isEqualTo(check);
    assertThat(finding.sentence())
        .endsWith(
            "The credentials are those of Secret business/odoo-volsync, made by ExternalSecret"
                + " odoo.");
    assertThat(finding.next())
        .isEqualTo(
            "kubectl --context infra -n business describe externalsecret/odoo"
                + " secret/odoo-volsync");
    assertThat(finding.runbook()).isEqualTo("docs/runbooks/BucketUnreachable.md");
    buckets.mend();
    assertThat(judge().checks()).allMatch(c -> c.status() == Status.OK);
  }

  @Test
  void aSlowStoreWarns() {
    buckets.slow(Duration.ofMillis(2001));
    assertThat(only(judge()).code()).isEqualTo("bucket-slow");
    assertThat(only(judge()).severity()).isEqualTo(Status.WARNING);
  }

  @Test
  void aClockThatDiffersWarnsInBothDirections() {
    buckets.skew(Duration.ofSeconds(61));
    assertThat(only(judge()).code()).isEqualTo("bucket-clock-skew");
    buckets.skew(Duration.ofSeconds(-61));
    assertThat(only(judge()).observed()).isEqualTo("differ by 1m 01s");
    buckets.skew(Duration.ofSeconds(-60));
    assertThat(judge().checks()).allMatch(c -> c.status() == Status.OK);
  }

  @Test
  void anEmptyPrefixIsNotGreen() {
    buckets.remove("odoo/").put("other/x", NOW);
    assertThat(only(judge()).code()).isEqualTo("bucket-empty");
  }

  @Test
  void aSecretThatIsMissingIsTheAnswer() {
    BucketReference.Access missing =
        deadline -> {
          throw new CouldNotLookException(Finding.critical("secret-missing", "no Secret"));
        };
    Judgement judgement = judge(missing, Instant.EPOCH);
    assertThat(only(judgement).code()).isEqualTo("secret-missing");
    assertThat(judgement.checks().get(0).name()).isEqualTo("credentials");
  }
}
