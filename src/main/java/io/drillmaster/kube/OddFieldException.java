package io.drillmaster.kube;

import java.io.Serial;

/** A field of a Kubernetes object holds something else than its schema says. */
public final class OddFieldException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  private final String path;
  private final String expected;

  public OddFieldException(String path, String expected) {
    super(path + " is not " + expected);
    this.path = path;
    this.expected = expected;
  }

  /** Where: {@code status.lastSyncTime}. */
  public String path() {
    return path;
  }

  /** What should be there: {@code an RFC 3339 time}. */
  public String expected() {
    return expected;
  }
}
