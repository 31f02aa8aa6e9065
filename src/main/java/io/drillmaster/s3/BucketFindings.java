package io.drillmaster.s3;

import io.drillmaster.core.probe.Finding;
import io.drillmaster.core.probe.Status;
import io.drillmaster.s3.S3FailureException.Kind;
import java.util.Optional;

/**
 * The words for what an object store answers, or does not, the same wherever it is seen. The Secret
 * that the credentials come from, and the ExternalSecret that makes it, stand in each.
 *
 * @param kubectl beginning of a command in the cluster, {@code kubectl --context infra}
 * @param namespace of the Secret
 */
public record BucketFindings(
    String kubectl, String namespace, String secret, Optional<String> externalSecret) {
  private static final String RUNBOOK = "docs/runbooks/BucketUnreachable.md";

  /** The finding for a failure, with the severity that it has for the bucket itself. */
  public Finding of(S3FailureException failure, BucketLocation location) {
    Kind kind = failure.kind();
    String sentence = sentence(kind, location) + " The credentials are those of " + source() + ".";
    Finding finding =
        switch (severity(kind)) {
          case CRITICAL -> Finding.critical(code(kind), sentence);
          case WARNING -> Finding.warning(code(kind), sentence);
          default -> Finding.unknown(code(kind), sentence);
        };
    return finding
        .expected(expected(kind, location))
        .observed(failure.code())
        .next(next())
        .runbook(RUNBOOK);
  }

  /** The same, where somebody else only could not look because of it. */
  public Finding unknown(S3FailureException failure, BucketLocation location) {
    Finding finding = of(failure, location);
    return Finding.unknown(finding.code(), finding.sentence())
        .expected(finding.expected())
        .observed(finding.observed())
        .next(finding.next())
        .runbook(finding.runbook());
  }

  /** {@code Secret business/odoo, made by ExternalSecret odoo}. */
  public String source() {
    String made = externalSecret.map(name -> ", made by ExternalSecret " + name).orElse("");
    return "Secret " + namespace + "/" + secret + made;
  }

  /** Shows the Secret (without its values) and what makes it. */
  public String next() {
    String maker = externalSecret.map(name -> "externalsecret/" + name + " ").orElse("");
    return kubectl + " -n " + namespace + " describe " + maker + "secret/" + secret;
  }

  private static Status severity(Kind kind) {
    return switch (kind) {
      case THROTTLED -> Status.WARNING;
      case OTHER -> Status.UNKNOWN;
      default -> Status.CRITICAL;
    };
  }

  private static String code(Kind kind) {
    return switch (kind) {
      case DNS -> "bucket-dns";
      case CONNECT -> "bucket-connect";
      case TLS -> "bucket-tls";
      case TIMEOUT -> "bucket-timeout";
      case WRONG_KEY -> "bucket-wrong-key";
      case WRONG_SECRET -> "bucket-wrong-secret";
      case NOT_ALLOWED -> "bucket-not-allowed";
      case CLOCK_SKEW -> "bucket-clock-skew";
      case NO_SUCH_BUCKET -> "bucket-missing";
      case THROTTLED -> "bucket-throttled";
      case SERVER_ERROR, OTHER -> "bucket-error";
    };
  }

  private static String sentence(Kind kind, BucketLocation location) {
    String host = location.endpoint().getHost();
    String bucket = location.bucket();
    return switch (kind) {
      case DNS -> "The host name of the object store, " + host + ", does not resolve.";
      case CONNECT -> "There is no connection to the object store " + location.endpoint() + ".";
      case TLS -> "The TLS handshake with the object store " + host + " fails.";
      case TIMEOUT -> "The object store " + host + " does not answer in time.";
      case WRONG_KEY -> "The object store " + host + " does not accept the access key.";
      case WRONG_SECRET -> "The object store " + host + " refuses the secret access key.";
      case NOT_ALLOWED -> "The access key may not list bucket " + bucket + " on " + host + ".";
      case CLOCK_SKEW ->
          "The object store " + host + " refuses requests because its clock differs from ours.";
      case NO_SUCH_BUCKET -> "There is no bucket " + bucket + " on " + host + ".";
      case THROTTLED -> "The object store " + host + " refuses requests because of their rate.";
      case SERVER_ERROR -> "The object store " + host + " answers with an error of its own.";
      case OTHER -> "The object store " + host + " gives an answer that is not understood.";
    };
  }

  private static String expected(Kind kind, BucketLocation location) {
    return switch (kind) {
      case DNS -> "an address for " + location.endpoint().getHost();
      case CONNECT -> "a connection to " + location.endpoint();
      case TLS -> "a certificate that is trusted";
      case WRONG_KEY, WRONG_SECRET -> "credentials that are accepted";
      case NOT_ALLOWED -> "permission to list s3://" + location.bucket();
      case CLOCK_SKEW -> "clocks that agree";
      case NO_SUCH_BUCKET -> "a bucket " + location.bucket();
      case TIMEOUT, THROTTLED, SERVER_ERROR, OTHER -> "an answer to a LIST request";
    };
  }
}
