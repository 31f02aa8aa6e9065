package io.drillmaster.http;

import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The certificates that a server showed, up to the one that an authority we believe has made. What
 * a server shows beyond that one is not looked at by clients either: an expired cross-signature
 * behind a known authority does no harm.
 *
 * @param certificates that of the server first; never empty
 */
public record PresentedChain(List<ServerCertificate> certificates) {
  private static final int LONGEST = 10;

  public PresentedChain {
    certificates = List.copyOf(certificates);
    if (certificates.isEmpty()) {
      throw new IllegalArgumentException("a chain has a certificate");
    }
  }

  static PresentedChain of(X509Certificate[] shown, X509Certificate[] authorities) {
    List<ServerCertificate> needed = new ArrayList<>();
    for (X509Certificate each : shown) {
      needed.add(ServerCertificate.of(each));
      if (needed.size() == LONGEST || isMadeByOneOf(authorities, each)) {
        break;
      }
    }
    return new PresentedChain(needed);
  }

  private static boolean isMadeByOneOf(X509Certificate[] authorities, X509Certificate each) {
    for (X509Certificate authority : authorities) {
      if (authority.getSubjectX500Principal().equals(each.getIssuerX500Principal())
          && isMadeBy(authority, each)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isMadeBy(X509Certificate authority, X509Certificate each) {
    try {
      each.verify(authority.getPublicKey());
      return true;
    } catch (GeneralSecurityException e) {
      return false;
    }
  }

  /** That of the server itself. */
  public ServerCertificate server() {
    return certificates.get(0);
  }

  /** The one that ends first: with it ends the chain. */
  public ServerCertificate firstToExpire() {
    return certificates.stream()
        .min(Comparator.comparing(ServerCertificate::notAfter))
        .orElseThrow();
  }

  boolean isExpiredAt(Instant now) {
    return now.isAfter(firstToExpire().notAfter());
  }

  boolean isNotYetValidAt(Instant now) {
    return certificates.stream().anyMatch(one -> now.isBefore(one.notBefore()));
  }
}
