package io.drillmaster.cnpg;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * What CNPG 1.30 and barman-cloud write about a failure, in our words: their own texts hold paths,
 * commands and whatever the store answered.
 */
final class FailureWords {
  /** What only a rebuilt cluster under an old server name meets. */
  static final String NOT_EMPTY = "the archive already holds the WAL of another cluster";

  /** What they say, and what that means; the first that fits counts. */
  private static final List<Map.Entry<String, String>> REASONS =
      List.of(
          Map.entry("expected empty archive", NOT_EMPTY),
          Map.entry("equal to or newer than timeline", NOT_EMPTY),
          Map.entry("invalidaccesskeyid", "the object store does not know the access key"),
          Map.entry("signaturedoesnotmatch", "the object store refuses the signature"),
          Map.entry("unauthorized", "the object store does not accept the credentials"),
          Map.entry("accessdenied", "the object store denies access"),
          Map.entry("access denied", "the object store denies access"),
          Map.entry("forbidden", "the object store denies access"),
          Map.entry("nosuchbucket", "the bucket does not exist"),
          Map.entry("bucket does not exist", "the bucket does not exist"),
          Map.entry("no such host", "the host of the object store does not resolve"),
          Map.entry("name or service not known", "the host of the object store does not resolve"),
          Map.entry("could not connect to the endpoint", "the object store cannot be reached"),
          Map.entry("connection refused", "the object store refuses the connection"),
          Map.entry("timed out", "the object store does not answer"),
          Map.entry("timeout", "the object store does not answer"),
          Map.entry("no space left", "no space is left on the device"),
          Map.entry("requested plugin is not available", "the plugin is not loaded"),
          Map.entry("unknown plugin", "the plugin is not loaded"),
          Map.entry("secret", "its Secret is missing or not complete"),
          Map.entry("exit status 1", "barman ended with an error"),
          Map.entry("exit status 2", "barman could not reach the object store"),
          Map.entry("exit status 3", "barman was called wrongly"),
          Map.entry("exit status 4", "barman ended with a general error"));

  private FailureWords() {}

  static Optional<String> of(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return REASONS.stream()
        .filter(reason -> lower.contains(reason.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
