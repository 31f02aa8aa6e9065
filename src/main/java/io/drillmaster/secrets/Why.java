package io.drillmaster.secrets;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Why the operator could not do it. The condition of External Secrets 2.9 says it in one fixed
 * sentence for everything that a provider answers; what the provider said is in its Events. Both
 * are only compared and never shown.
 */
enum Why {
  IMMUTABLE("the Secret is immutable", "target is immutable"),
  OWNED("the Secret belongs to another ExternalSecret", "owned by another ExternalSecret"),
  NOT_OURS("the Secret belongs to something else", "failed to take ownership"),
  STORE_NOT_OFFERED("its store does not serve this namespace", "is not allowed from namespace"),
  STORE_NOT_READY("its store is not ready", "Store \"[^\"]*\" is not ready"),
  NO_STORE("there is no such store", "could not get (Cluster)?SecretStore"),
  OPERATOR_NOT_ALLOWED(
      "the operator itself is not allowed to do it in this cluster",
      "is forbidden: User \"system:serviceaccount:"),
  REFUSED(
      "the provider refuses the credentials of the store",
      "\\b(status|statuscode|status code|code|http)\\W{0,3}40[13]\\b"
          + "|\\b40[13]\\W{1,2}(unauthorized|forbidden)"
          + "|unauthori[sz]ed|unauthenticated|forbidden|permission.?denied|access.?denied"
          + "|(invalid|expired|revoked) ([a-z]+ )?(token|credential)"),
  THROTTLED(
      "the provider refuses requests because of their rate",
      "\\b429\\b|too many requests|rate.?limit|throttl"),
  AMBIGUOUS("the provider has several of that name", "expected one "),
  NOT_THERE(
      "the provider has no such item or field",
      "not found|does not exist|no such (key|item|field|secret)|no vaults found|\\b404\\b"),
  UNREACHABLE(
      "the provider cannot be reached",
      "no such host|connection refused|connection reset|timeout|timed out|deadline exceeded"
          + "|no route to host|x509|certificate|tls: |\\bEOF\\b|server misbehaving|\\b50[0-9]\\b"),
  TEMPLATE("its template cannot be filled in", "template"),
  UNKNOWN("", "(?!)");

  private final String words;
  private final Pattern signs;

  Why(String words, String signs) {
    this.words = words;
    this.signs = Pattern.compile(signs, Pattern.CASE_INSENSITIVE);
  }

  /**
   * @param message of the condition
   * @param events what was told of it, the latest first
   */
  static Why of(String message, List<String> events) {
    return Stream.concat(Stream.of(message), events.stream())
        .map(Why::of)
        .flatMap(Optional::stream)
        .findFirst()
        .orElse(UNKNOWN);
  }

  private static Optional<Why> of(String text) {
    return Stream.of(values()).filter(why -> why.signs.matcher(text).find()).findFirst();
  }

  /** Beginning with a colon and a blank; empty where it is not known. */
  String afterColon() {
    return words.isEmpty() ? "" : ": " + words;
  }

  /** Whether the operator tries again by itself. */
  boolean isRetried() {
    return this != IMMUTABLE && this != OWNED && this != NOT_OURS;
  }
}
