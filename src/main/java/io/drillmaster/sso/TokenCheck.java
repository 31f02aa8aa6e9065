package io.drillmaster.sso;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.factories.DefaultJWSVerifierFactory;
import com.nimbusds.jose.jwk.AsymmetricJWK;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.drillmaster.core.TimeWords;
import java.text.ParseException;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;

/**
 * Whether a token is one that a client believes (RFC 7519, OpenID Connect Core 1.0 section
 * 3.1.3.7): signed with a published key, of the issuer that discovery names, for the client, and
 * valid now.
 */
record TokenCheck(String issuer, String audience, SigningKeys keys, Instant now) {
  /** How far clocks may be apart, as clients take it. */
  private static final Duration SKEW = Duration.ofMinutes(1);

  /** What is wrong with a token; nothing of the token stands in it but its issuer and times. */
  record Fault(String expected, String observed) {}

  /** What a client would refuse it for; empty where it would not. */
  Optional<Fault> fault(String token) {
    SignedJWT signed;
    JWTClaimsSet claims;
    try {
      signed = SignedJWT.parse(token);
      claims = signed.getJWTClaimsSet();
    } catch (ParseException | RuntimeException e) {
      return Optional.of(new Fault("a signed JWT", "a token that is none"));
    }
    return signature(signed)
        .or(() -> issuer(claims))
        .or(() -> audience(claims))
        .or(() -> times(claims));
  }

  private Optional<Fault> signature(SignedJWT token) {
    JWSHeader header = token.getHeader();
    String expected = "a signature by a published key";
    JWSAlgorithm algorithm = header.getAlgorithm();
    if (!JWSAlgorithm.Family.RSA.contains(algorithm)
        && !JWSAlgorithm.Family.EC.contains(algorithm)) {
      return Optional.of(new Fault(expected, "a signature with a shared secret or none"));
    }
    Optional<JWK> key = keys.named(Optional.ofNullable(header.getKeyID()));
    if (key.isEmpty()) {
      return Optional.of(new Fault(expected, "a signature by a key that is not published"));
    }
    try {
      var verifier =
          new DefaultJWSVerifierFactory()
              .createJWSVerifier(header, ((AsymmetricJWK) key.get()).toPublicKey());
      return token.verify(verifier)
          ? Optional.empty()
          : Optional.of(new Fault(expected, "a signature that the published key does not fit"));
    } catch (JOSEException | RuntimeException e) {
      return Optional.of(new Fault(expected, "a signature that the published key does not fit"));
    }
  }

  private Optional<Fault> issuer(JWTClaimsSet claims) {
    String observed = claims.getIssuer();
    if (issuer.equals(observed)) {
      return Optional.empty();
    }
    String words = observed == null ? "no issuer" : "issuer " + SsoWords.shown(observed);
    return Optional.of(new Fault("issuer " + issuer, words));
  }

  private Optional<Fault> audience(JWTClaimsSet claims) {
    return claims.getAudience().contains(audience)
        ? Optional.empty()
        : Optional.of(new Fault("a token for " + audience, "a token for somebody else"));
  }

  private Optional<Fault> times(JWTClaimsSet claims) {
    Date expires = claims.getExpirationTime();
    if (expires == null) {
      return Optional.of(new Fault("a token that expires", "no time of expiry"));
    }
    if (expires.toInstant().plus(SKEW).isBefore(now)) {
      return Optional.of(
          new Fault(
              "a token that is valid now", "expired " + TimeWords.ago(expires.toInstant(), now)));
    }
    Optional<Instant> begins =
        Optional.ofNullable(claims.getNotBeforeTime())
            .or(() -> Optional.ofNullable(claims.getIssueTime()))
            .map(Date::toInstant);
    return begins
        .filter(begin -> begin.minus(SKEW).isAfter(now))
        .map(
            begin ->
                new Fault(
                    "a token that is valid now",
                    "valid " + TimeWords.ago(begin, now) + ": the clocks differ"));
  }
}
