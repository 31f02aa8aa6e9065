package io.drillmaster.store;

import java.io.Serial;

/**
 * Something could not be kept or read. The message is for people and tells what to do; the cause is
 * for the log.
 */
public final class StoreException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1L;

  public StoreException(String message) {
    super(message);
  }

  public StoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
