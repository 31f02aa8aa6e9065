package io.drillmaster.s3;

import java.io.Serial;

/** A request to an object store failed, sorted by what an operator would do about it. */
public final class S3FailureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** What went wrong. Each has its own finding in the probe {@code object-store}. */
  public enum Kind {
    DNS,
    CONNECT,
    TLS,
    TIMEOUT,
    /** 401, or 403 InvalidAccessKeyId: the store does not know the key. */
    WRONG_KEY,
    /** 403 SignatureDoesNotMatch: the key is known, its secret is not right. */
    WRONG_SECRET,
    /** 403 AccessDenied: known, but not allowed to do this. */
    NOT_ALLOWED,
    /** 403 RequestTimeTooSkewed, 400 ExpiredRequest. */
    CLOCK_SKEW,
    NO_SUCH_BUCKET,
    /** 503 SlowDown, 429: alive, but refuses the rate. */
    THROTTLED,
    /** Any other 5xx. */
    SERVER_ERROR,
    /** Any other answer; the code of the store tells more. */
    OTHER
  }

  private final Kind kind;
  private final String code;

  /**
   * @param code HTTP status and error code of the store: {@code 403 AccessDenied}; no foreign text
   */
  public S3FailureException(Kind kind, String code, Throwable cause) {
    super(kind + " " + code, cause);
    this.kind = kind;
    this.code = code;
  }

  public Kind kind() {
    return kind;
  }

  public String code() {
    return code;
  }
}
