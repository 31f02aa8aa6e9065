package io.drillmaster.s3;

import io.drillmaster.s3.S3FailureException.Kind;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallAttemptTimeoutException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.SdkHttpResponse;

/**
 * Sorts the failures of the AWS SDK (2.41). Codes are those of Amazon S3 and of Cloudflare R2,
 * whose table of error codes knows 401 {@code Unauthorized} where Amazon says 403 {@code
 * InvalidAccessKeyId}.
 */
final class S3Failures {
  /** Amazon refuses requests that are older; within it a wrong signature is a wrong secret. */
  private static final Duration LARGEST_SKEW = Duration.ofMinutes(15);

  private static final Pattern CODE = Pattern.compile("[A-Za-z0-9]{1,64}");

  private S3Failures() {}

  static S3FailureException sort(SdkException failure, Clock clock) {
    if (failure instanceof AwsServiceException answer) {
      return new S3FailureException(answered(answer, clock), codeOf(answer), failure);
    }
    for (Throwable here = failure; here != null; here = here.getCause()) {
      Optional<S3FailureException> sorted = silent(here, failure);
      if (sorted.isPresent()) {
        return sorted.get();
      }
    }
    return new S3FailureException(Kind.OTHER, "no answer that S3 would give", failure);
  }

  private static Kind answered(AwsServiceException answer, Clock clock) {
    String code = errorCode(answer);
    return switch (code) {
      case "InvalidAccessKeyId", "ExpiredToken", "InvalidToken" -> Kind.WRONG_KEY;
      case "RequestTimeTooSkewed", "ExpiredRequest" -> Kind.CLOCK_SKEW;
      case "SignatureDoesNotMatch" -> skewed(answer, clock) ? Kind.CLOCK_SKEW : Kind.WRONG_SECRET;
      case "NoSuchBucket" -> Kind.NO_SUCH_BUCKET;
      case "SlowDown", "TooManyRequests" -> Kind.THROTTLED;
      case "InvalidArgument" -> isKeyOfWrongLength(answer) ? Kind.WRONG_KEY : Kind.OTHER;
      default -> byStatus(answer.statusCode());
    };
  }

  private static Kind byStatus(int status) {
    return switch (status) {
      case 401 -> Kind.WRONG_KEY;
      case 403 -> Kind.NOT_ALLOWED;
      case 404 -> Kind.NO_SUCH_BUCKET;
      case 429 -> Kind.THROTTLED;
      default -> status >= 500 ? Kind.SERVER_ERROR : Kind.OTHER;
    };
  }

  /** R2: {@code Credential access key has length 20, should be 32}. */
  private static boolean isKeyOfWrongLength(AwsServiceException answer) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .map(AwsErrorDetails::errorMessage)
        .filter(message -> message.contains("access key has length"))
        .isPresent();
  }

  private static boolean skewed(AwsServiceException answer, Clock clock) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .map(AwsErrorDetails::sdkHttpResponse)
        .flatMap(S3Failures::date)
        .map(date -> Duration.between(date, clock.instant()).abs())
        .filter(skew -> skew.compareTo(LARGEST_SKEW) > 0)
        .isPresent();
  }

  /** The Date header. */
  static Optional<Instant> date(SdkHttpResponse response) {
    try {
      return response
          .firstMatchingHeader("Date")
          .map(text -> ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant());
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static String codeOf(AwsServiceException answer) {
    return (answer.statusCode() + " " + errorCode(answer)).strip();
  }

  private static String errorCode(AwsServiceException answer) {
    return Optional.ofNullable(answer.awsErrorDetails())
        .map(AwsErrorDetails::errorCode)
        .filter(code -> CODE.matcher(code).matches())
        .orElse("");
  }

  private static Optional<S3FailureException> silent(Throwable here, SdkException failure) {
    if (here instanceof ApiCallTimeoutException || here instanceof ApiCallAttemptTimeoutException) {
      return of(Kind.TIMEOUT, "no answer in time", failure);
    }
    if (here instanceof UnknownHostException) {
      return of(Kind.DNS, "the host name does not resolve", failure);
    }
    if (here instanceof SSLException) {
      return of(Kind.TLS, "the TLS handshake failed", failure);
    }
    if (here.getClass().getSimpleName().equals("ConnectTimeoutException")) {
      return of(Kind.CONNECT, "no answer to the connection attempt", failure);
    }
    if (here instanceof SocketTimeoutException) {
      return of(Kind.TIMEOUT, "no answer in time", failure);
    }
    if (here instanceof NoRouteToHostException) {
      return of(Kind.CONNECT, "no route to the host", failure);
    }
    if (here instanceof ConnectException) {
      return of(Kind.CONNECT, "connection refused", failure);
    }
    if (here instanceof SocketException
        || here.getClass().getSimpleName().equals("NoHttpResponseException")) {
      return of(Kind.CONNECT, "the connection was cut", failure);
    }
    return Optional.empty();
  }

  private static Optional<S3FailureException> of(Kind kind, String words, SdkException failure) {
    return Optional.of(new S3FailureException(kind, words, failure));
  }
}
