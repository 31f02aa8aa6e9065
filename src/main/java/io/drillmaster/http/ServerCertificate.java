package io.drillmaster.http;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.security.auth.x500.X500Principal;

/**
 * A certificate that a server showed.
 *
 * @param subject whose it is: its common name, or the whole name where it has none
 * @param issuer who made it, likewise
 * @param names the DNS names and addresses that it is for (subjectAltName)
 * @param selfSigned whether it is its own issuer
 */
public record ServerCertificate(
    String subject,
    String issuer,
    Instant notBefore,
    Instant notAfter,
    List<String> names,
    boolean selfSigned) {
  private static final int DNS_NAME = 2;
  private static final int ADDRESS = 7;
  private static final int MOST_NAMES = 20;
  private static final int LONGEST = 100;

  public ServerCertificate {
    names = List.copyOf(names);
  }

  static ServerCertificate of(X509Certificate certificate) {
    return new ServerCertificate(
        name(certificate.getSubjectX500Principal()),
        name(certificate.getIssuerX500Principal()),
        certificate.getNotBefore().toInstant(),
        certificate.getNotAfter().toInstant(),
        names(certificate),
        certificate.getSubjectX500Principal().equals(certificate.getIssuerX500Principal()));
  }

  private static String name(X500Principal principal) {
    String whole = principal.getName(X500Principal.RFC2253);
    return clean(commonName(whole).orElse(whole));
  }

  private static Optional<String> commonName(String whole) {
    try {
      return new LdapName(whole)
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .map(Rdn::getValue)
              .filter(String.class::isInstance)
              .map(String.class::cast)
              .findFirst();
    } catch (InvalidNameException e) {
      return Optional.empty();
    }
  }

  /** What somebody else chose is shown without control characters, and not at any length. */
  private static String clean(String text) {
    String plain = text.replaceAll("\\p{C}", "?");
    return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST - 3) + "...";
  }

  private static List<String> names(X509Certificate certificate) {
    try {
      Collection<List<?>> all = certificate.getSubjectAlternativeNames();
      if (all == null) {
        return List.of();
      }
      return all.stream()
          .filter(name -> name.get(0).equals(DNS_NAME) || name.get(0).equals(ADDRESS))
          .map(name -> clean(String.valueOf(name.get(1))))
          .limit(MOST_NAMES)
          .toList();
    } catch (CertificateParsingException e) {
      return List.of();
    }
  }
}
