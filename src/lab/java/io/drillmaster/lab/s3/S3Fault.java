package io.drillmaster.lab.s3;

import java.time.Duration;

/**
 * A way in which the object store misbehaves while the fault is in {@link S3Server#faults()}.
 *
 * @param name for people, and to take the fault out again
 * @param place what is hit: {@code bucket}, or {@code bucket/prefix/}; empty for everything
 * @param delay of {@link What#SLOW}
 */
public record S3Fault(String name, String place, What what, Duration delay) {
  /** What happens instead of the answer. */
  public enum What {
    /** No answer until the fault is taken out. */
    HANG,
    /** The answer, late. */
    SLOW,
    SLOW_DOWN(503, "SlowDown", "Please reduce your request rate."),
    INTERNAL_ERROR(500, "InternalError", "We encountered an internal error. Please try again."),
    ACCESS_DENIED(403, "AccessDenied", "Access Denied"),
    /** What Cloudflare R2 says to credentials that it does not know. */
    UNAUTHORIZED(401, "Unauthorized", "Unauthorized"),
    TIME_SKEWED(
        403,
        "RequestTimeTooSkewed",
        "The difference between the request time and the current time is too large.");

    private final int status;
    private final String code;
    private final String message;

    What() {
      this(0, "", "");
    }

    What(int status, String code, String message) {
      this.status = status;
      this.code = code;
      this.message = message;
    }

    int status() {
      return status;
    }

    String code() {
      return code;
    }

    String message() {
      return message;
    }
  }

  /** Requests that touch the place are refused, or never answered. */
  public static S3Fault of(String name, String place, What what) {
    return new S3Fault(name, place, what, Duration.ZERO);
  }

  /** Requests that touch the place are answered after this time. */
  public static S3Fault slow(String name, String place, Duration delay) {
    return new S3Fault(name, place, What.SLOW, delay);
  }

  boolean hits(String bucket, String key) {
    return (bucket + "/" + key).startsWith(place);
  }
}
