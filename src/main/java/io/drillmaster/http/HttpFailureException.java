package io.drillmaster.http;

import java.io.Serial;

/** A request got no whole answer, sorted by what an operator would do about it. */
public final class HttpFailureException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  /** Where it failed. */
  public enum Kind {
    /** The name of the host does not resolve. */
    DNS,
    /** No connection: refused, no route, or no answer to the attempt. */
    CONNECT,
    /** The certificate is not trusted, expired or of another host, or there is no TLS at all. */
    TLS,
    /** Connected, and no whole answer in time. */
    TIMEOUT,
    /** Connected, and cut before the answer was whole. */
    CUT,
    /** The body is longer than the request takes. */
    TOO_BIG,
    /** An answer that is no HTTP, or a request that cannot be made. */
    OTHER
  }

  private final Kind kind;
  private final String words;

  /**
   * @param words our own, for people: {@code connection refused}
   * @param cause for the log only; may be null as in {@link Throwable#initCause}
   */
  public HttpFailureException(Kind kind, String words, Throwable cause) {
    super(kind + " " + words, cause);
    this.kind = kind;
    this.words = words;
  }

  public Kind kind() {
    return kind;
  }

  /** What happened, in our own words. */
  public String words() {
    return words;
  }
}
