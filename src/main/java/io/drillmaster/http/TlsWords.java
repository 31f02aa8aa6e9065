package io.drillmaster.http;

import io.drillmaster.core.TimeWords;
import io.drillmaster.core.probe.Check;
import io.drillmaster.core.probe.Finding;
import io.drillmaster.http.ConnectAttempt.Failure;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * The words for what a connection showed, the same wherever it is seen.
 *
 * @param service whose it is, with its article: {@code the sign-on service}
 * @param host the name that was asked for
 * @param runbook that explains the codes {@code certificate-expiring} and {@code
 *     certificate-expired}
 */
public record TlsWords(String service, String host, int port, String runbook) {
  /** The names of a certificate that are told; some have hundreds. */
  private static final int NAMES = 4;

  /** Why a connection came no further: {@code connection refused}. */
  public static String observed(ConnectAttempt attempt) {
    String words = attempt.failure().map(TlsWords::words).orElse("connected");
    return attempt.chain().map(chain -> words + ": " + shown(chain.server())).orElse(words);
  }

  private static String words(Failure failure) {
    return switch (failure.problem()) {
      case UNKNOWN_HOST -> "the name does not resolve";
      case REFUSED -> "connection refused";
      case UNREACHABLE -> "no way to the address";
      case TIMEOUT -> "no answer in time";
      case CLOSED -> "the other side hung up";
      case NO_TLS -> "an answer that is not TLS";
      case HANDSHAKE_REFUSED -> "the other side refused the handshake";
      case NOT_TRUSTED -> "a certificate of an authority that is not trusted";
      case WRONG_HOST -> "a certificate for another host";
      case EXPIRED -> "a certificate that has expired";
      case NOT_YET_VALID -> "a certificate that is not valid yet";
      case NO_AUTHORITIES -> "our own file of authorities cannot be used (tls.authorities)";
      case OTHER -> "a connection that broke";
    };
  }

  private static String shown(ServerCertificate one) {
    List<String> names = one.names();
    String list = String.join(", ", names.subList(0, Math.min(NAMES, names.size())));
    String all =
        names.isEmpty() ? one.subject() : list + (names.size() > NAMES ? " and others" : "");
    return "for %s, made by %s, valid until %s"
        .formatted(all, one.selfSigned() ? "itself" : one.issuer(), TimeWords.time(one.notAfter()));
  }

  /** The command that shows what the server shows. */
  public String next() {
    return "openssl s_client -connect %s:%d -servername %s </dev/null | openssl x509 -noout -subject -issuer -dates"
        .formatted(host, port, host);
  }

  /** {@code certificate}: how long the chain is still valid. */
  public Check certificate(PresentedChain chain, Instant now, Duration warning) {
    ServerCertificate first = chain.firstToExpire();
    Duration left = Duration.between(now, first.notAfter());
    String expected = "valid for at least " + TimeWords.duration(warning);
    String observed = "valid until " + TimeWords.time(first.notAfter());
    if (left.compareTo(warning) > 0) {
      return Check.passed("certificate", expected, observed);
    }
    String whose = whose(chain, first);
    Finding finding =
        left.isNegative()
            ? Finding.critical(
                "certificate-expired",
                "%s has expired: nobody who checks it connects any more.".formatted(whose))
            : Finding.warning(
                "certificate-expiring",
                "%s expires in %s, and nothing has renewed it."
                    .formatted(whose, TimeWords.duration(left)));
    return Check.failed(
        "certificate", finding.expected(expected).observed(observed).next(next()).runbook(runbook));
  }

  private String whose(PresentedChain chain, ServerCertificate first) {
    return first.equals(chain.server())
        ? "The certificate of %s %s".formatted(service, host)
        : "The certificate of %s, the issuer in the chain of %s %s,"
            .formatted(first.subject(), service, host);
  }
}
