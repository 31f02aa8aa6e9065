package io.drillmaster.lab.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.drillmaster.core.SecretValue;
import io.drillmaster.core.probe.Deadline;
import io.drillmaster.s3.Bucket;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.Buckets;
import io.drillmaster.s3.S3Buckets;
import io.drillmaster.s3.S3Credentials;
import io.drillmaster.s3.S3FailureException;
import io.drillmaster.s3.S3FailureException.Kind;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class S3ServerIT {
  private static final Instant LONG_AGO = Instant.parse("2024-02-29T12:00:00Z");

  private final S3Server server = S3Server.start();
  private final Buckets buckets = new S3Buckets(Clock.systemUTC());

  @BeforeEach
  void seed() {
    server.allow("key", "secret");
    server.createBucket("archive");
    server.put("archive", "a/one", "1".getBytes(StandardCharsets.UTF_8), LONG_AGO);
    server.put("archive", "b/two", "22".getBytes(StandardCharsets.UTF_8), LONG_AGO.plusSeconds(1));
  }

  @AfterEach
  void close() {
    buckets.close();
    server.close();
  }

  @Test
  void listsObjectsWithTheTimesTheyWereGiven() {
    Bucket.Page page = list("archive", "a/", "secret");

    assertThat(page.objects()).containsExactly(new Bucket.ObjectSummary("a/one", 1, LONG_AGO));
    assertThat(page.serverTime()).isPresent();
  }

  @Test
  void forgetsWhatIsDeleted() {
    server.deleteAll("archive", "a/");

    assertThat(list("archive", "a/", "secret").objects()).isEmpty();
    assertThat(server.list("archive", "")).extracting("key").containsExactly("b/two");
  }

  @Test
  void refusesAWrongSecretAnUnknownKeyAndAnUnknownBucket() {
    assertThat(failure("archive", "", "guessed")).isEqualTo(Kind.WRONG_SECRET);
    assertThat(failure("nowhere", "", "secret")).isEqualTo(Kind.NO_SUCH_BUCKET);
    server.revoke("key");
    assertThat(failure("archive", "", "secret")).isEqualTo(Kind.WRONG_KEY);
  }

  @ParameterizedTest
  @CsvSource({
    "SLOW_DOWN, THROTTLED",
    "INTERNAL_ERROR, SERVER_ERROR",
    "ACCESS_DENIED, NOT_ALLOWED",
    "UNAUTHORIZED, WRONG_KEY",
    "TIME_SKEWED, CLOCK_SKEW",
    "HANG, TIMEOUT",
  })
  void misbehavesWhereAFaultSaysSoAndNowhereElse(S3Fault.What what, Kind seen) {
    server.faults().add(S3Fault.of("broken", "archive/a/", what));

    assertThat(failure("archive", "a/", "secret")).isEqualTo(seen);
    assertThat(list("archive", "b/", "secret").objects()).hasSize(1);
    server.faults().clear();
    assertThat(list("archive", "a/", "secret").objects()).hasSize(1);
  }

  @Test
  void answersLateWhileItIsSlow() {
    server.faults().add(S3Fault.slow("slow", "archive", Duration.ofMillis(400)));

    assertThat(list("archive", "a/", "secret").latency()).isGreaterThan(Duration.ofMillis(400));
  }

  private Kind failure(String bucket, String prefix, String secret) {
    Kind[] kind = new Kind[1];
    assertThatThrownBy(() -> list(bucket, prefix, secret))
        .isInstanceOfSatisfying(S3FailureException.class, e -> kind[0] = e.kind());
    return kind[0];
  }

  private Bucket.Page list(String bucket, String prefix, String secret) {
    S3Credentials credentials =
        new S3Credentials(new SecretValue("key"), new SecretValue(secret), Optional.empty());
    return buckets
        .open(new BucketLocation(server.endpoint(), bucket, "", "auto"), credentials)
        .list(prefix, Optional.empty(), 10, Deadline.in(Duration.ofSeconds(3), Clock.systemUTC()));
  }
}
