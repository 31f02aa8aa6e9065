package io.drillmaster.lab.secrets;

/** What the client of a provider says of an answer that it did not want. */
public final class ProviderException extends Exception {
  private static final long serialVersionUID = 1L;

  public ProviderException(String message) {
    super(message);
  }
}
