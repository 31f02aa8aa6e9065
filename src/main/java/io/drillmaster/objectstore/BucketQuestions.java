package io.drillmaster.objectstore;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Judgement;
import io.drillmaster.objectstore.BucketContents.Inventory;
import io.drillmaster.s3.Bucket.Page;
import io.drillmaster.s3.BucketFindings;
import io.drillmaster.s3.BucketLocation;
import io.drillmaster.s3.S3FailureException;
import java.net.URI;
import java.text.NumberFormat;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * What one LIST request says of a bucket: each question in the order in which a request meets it,
 * so that the first that fails explains why the others were not asked.
 */
record BucketQuestions(BucketLocation location, BucketFindings words, Instant now) {
  private static final String RUNBOOK = "docs/runbooks/BucketUnreachable.md";

  /** The checks after a LIST that was refused or not answered. */
  void refused(Judgement.Builder answer, S3FailureException failure) {
    String failed = question(failure.kind());
    for (Check good : List.of(reach(), credentials(), bucket())) {
      if (good.name().equals(failed)) {
        break;
      }
      if (failed.equals("clock") && good.name().equals("credentials")) {
        break; // the store did not look at them
      }
      answer.add(good);
    }
    answer.failed(failed, words.of(failure, location));
  }

  /** Which question the failure answers. */
  private static String question(S3FailureException.Kind kind) {
    return switch (kind) {
      case DNS, CONNECT, TLS, TIMEOUT -> "reach";
      case WRONG_KEY, WRONG_SECRET -> "credentials";
      case CLOCK_SKEW -> "clock";
      case NO_SUCH_BUCKET -> "bucket";
      case NOT_ALLOWED, THROTTLED, SERVER_ERROR, OTHER -> "list";
    };
  }

  /** The checks after a LIST that was answered. */
  void answered(Judgement.Builder answer, Page page, Limits limits) {
    answer.add(reach()).add(credentials()).add(bucket());
    answer.passed("list", "LIST is allowed", "LIST is answered");
    answer.add(latency(page.latency(), limits.latencyWarning()));
    answer.add(clock(page.serverTime(), limits.clockSkewWarning()));
  }

  /** From when on an answer is slow, and a clock wrong. */
  record Limits(Duration latencyWarning, Duration clockSkewWarning) {}

  private Check reach() {
    URI endpoint = location.endpoint();
    return Check.passed("reach", endpoint + " answers", endpoint + " answers");
  }

  private Check credentials() {
    return Check.passed("credentials", "accepted", "accepted (" + words.source() + ")");
  }

  private Check bucket() {
    return Check.passed("bucket", "bucket " + location.bucket(), "bucket " + location.bucket());
  }

  private Check latency(Duration latency, Duration limit) {
    String expected = "at most " + TimeWords.duration(limit);
    String observed = TimeWords.duration(latency);
    if (latency.compareTo(limit) <= 0) {
      return Check.passed("latency", expected, observed);
    }
    return Check.failed(
        "latency",
        Finding.warning(
                "bucket-slow",
                "The object store %s answers slowly: a restore would take long. It was asked with %s."
                    .formatted(location.endpoint().getHost(), words.source()))
            .expected(expected)
            .observed(observed)
            .next(words.next())
            .runbook(RUNBOOK));
  }

  private Check clock(Optional<Instant> serverTime, Duration limit) {
    String expected = "clocks differ by at most " + TimeWords.duration(limit);
    if (serverTime.isEmpty()) {
      return Check.passed("clock", expected, "the store does not say; it accepts our requests");
    }
    Duration skew = Duration.between(serverTime.get(), now).abs();
    String observed = "differ by " + TimeWords.duration(skew);
    if (skew.compareTo(limit) <= 0) {
      return Check.passed("clock", expected, observed);
    }
    return Check.failed(
        "clock",
        Finding.warning(
                "bucket-clock-skew",
                "Our clock and that of the object store %s differ: soon it will refuse requests."
                        .formatted(location.endpoint().getHost())
                    + " It was asked with "
                    + words.source()
                    + ".")
            .expected(expected)
            .observed(observed)
            .next("date -u; curl -sI " + location.endpoint() + " | grep -i ^date")
            .runbook(RUNBOOK));
  }

  /**
   * {@code content}: what lies below the prefix.
   *
   * @param inventory the latest, where there is one
   */
  Check content(Page page, Optional<Inventory> inventory) {
    if (page.objects().isEmpty()) {
      return Check.failed("content", empty());
    }
    String observed =
        inventory
            .map(this::told)
            .orElse("not empty; not counted yet, because listing it all takes too long");
    return Check.passed("content", "at least one object", observed);
  }

  private String told(Inventory inventory) {
    String newest = inventory.newest().map(at -> ", newest " + TimeWords.ago(at, now)).orElse("");
    return "%s objects, %s%s (counted %s)"
        .formatted(
            NumberFormat.getIntegerInstance(Locale.ROOT).format(inventory.objects()),
            bytes(inventory.bytes()),
            newest,
            TimeWords.ago(inventory.at(), now));
  }

  private static String bytes(long bytes) {
    String[] units = {"B", "KiB", "MiB", "GiB", "TiB", "PiB"};
    double amount = bytes;
    int unit = 0;
    while (amount >= 1024 && unit < units.length - 1) {
      amount /= 1024;
      unit++;
    }
    return unit == 0 ? bytes + " B" : String.format(Locale.ROOT, "%.1f %s", amount, units[unit]);
  }

  private Finding empty() {
    return Finding.warning(
            "bucket-empty",
            "There is nothing in s3://%s/%s, where %s says that backups are."
                .formatted(location.bucket(), location.prefix(), words.source()))
        .expected("at least one object")
        .observed("none")
        .next(words.next())
        .runbook(RUNBOOK);
  }
}
